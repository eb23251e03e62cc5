"""The way out: messages leave the house here and nowhere else."""
