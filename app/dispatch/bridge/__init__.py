"""The one place that speaks to the optimiser: problems out, plans back."""
