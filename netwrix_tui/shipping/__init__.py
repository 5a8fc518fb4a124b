"""Records on their way to a receiver: batches, what became of each, what is tried again."""
