"""Visits: one crew at one place for one stretch of time, and who is on it."""
