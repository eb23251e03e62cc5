"""Instances and measurements."""
