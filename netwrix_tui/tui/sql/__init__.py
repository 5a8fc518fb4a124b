"""SQL over what is loaded, or over a case: the line, its thread, and the rows."""
