"""What every part stands on: database, transaction, events, clock, jobs port."""
