"""Fault campaigns: real processes, clients that remember, kills, and a checker."""
