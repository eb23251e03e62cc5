"""What plans: each engine takes a problem and a control, and returns a solution."""
