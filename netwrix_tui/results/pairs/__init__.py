"""Pairs and runs of loaded records: undone, restored, repeated; what belongs to one object."""
