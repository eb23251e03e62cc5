"""Reads on projects, on what an order is checked against, and on imports."""
