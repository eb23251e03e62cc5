"""Plans: runs of the optimiser, their proposals, publishing and the board."""
