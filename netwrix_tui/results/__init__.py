"""Loaded records: stored, loaded, followed, viewed and exported. Knows nothing of the screen."""
