"""The database's history, and the roles it rests on."""
