"""Reads of the integrations."""
