"""Pictures good and bad, ways to spoil them, and what must hold of what is kept."""
