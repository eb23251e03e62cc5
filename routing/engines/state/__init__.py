"""What engines share: the compiled problem, plans, times, and places to insert."""
