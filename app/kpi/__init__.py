"""Figures of how the work goes: each has one definition, and the cases it counts."""
