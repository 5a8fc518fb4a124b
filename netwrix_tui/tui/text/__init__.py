"""Lines, wrapping, truncation, inputs: what the rooms are furnished with."""
