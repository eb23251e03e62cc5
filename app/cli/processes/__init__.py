"""The processes of one installation: database, web, worker, clock, supervisor."""
