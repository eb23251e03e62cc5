"""Pure decisions on where messages may go, and when they go again."""
