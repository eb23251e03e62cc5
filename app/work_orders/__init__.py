"""The work that a project asks for: its kinds, order, lags and day parts."""
