"""Other programs: what they are told, and what they may tell and ask."""
