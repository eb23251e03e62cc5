"""Verbs of the integrations: one file per verb or two that belong together."""
