"""HTTP: the typed façade, errors, sessions, policy and the feed."""
