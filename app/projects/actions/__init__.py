"""Verbs on projects and imports: one file per verb."""
