"""Verbs of sales: one file per subject."""
