"""Pure decisions: what an order says, what is wrong with it, how a sheet is read."""
