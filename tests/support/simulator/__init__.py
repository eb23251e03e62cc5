"""Phones in a bad world: lossy lines, wrong clocks, crashes, and busy dispatchers."""
