"""The pages of dispatchers and managers: shells that the built front end fills."""
