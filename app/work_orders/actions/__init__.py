"""Verbs on work orders: one file per verb."""
