"""Organisations, the people who belong to them, and what they share."""
