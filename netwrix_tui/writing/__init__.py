"""Records on their way in: read from files, checked, sent in batches, each at most once."""
