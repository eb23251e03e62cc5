"""Verbs on offers and rules: one file per verb, or per few that belong together."""
