"""The demonstration: made-up organisations, models, people and orders."""
