"""Records to write: read from files, checked, sent in batches, each batch at most once."""
