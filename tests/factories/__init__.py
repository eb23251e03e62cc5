"""The rows that tests begin with."""
