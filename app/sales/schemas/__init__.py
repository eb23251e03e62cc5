"""Sales over HTTP, as it is written."""
