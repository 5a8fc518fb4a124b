"""New records of a search as they arrive on the server."""
