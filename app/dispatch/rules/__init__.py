"""Pure decisions of planning, on plain facts."""
