"""Leads, surveys, packages with their rules, prices, quotes and their acceptance."""
