"""What integrations look like over HTTP."""
