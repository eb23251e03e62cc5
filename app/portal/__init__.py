"""The customer's page and its JSON, for whoever holds a link."""
