"""Loaded records as columns: interned values, RIDs, timestamps, exact bytes, spilled to disk."""
