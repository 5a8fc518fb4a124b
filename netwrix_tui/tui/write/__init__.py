"""Records that are written to the server: chosen, previewed, confirmed, sent."""
