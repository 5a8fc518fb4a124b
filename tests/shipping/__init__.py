"""Records on their way to receivers."""
