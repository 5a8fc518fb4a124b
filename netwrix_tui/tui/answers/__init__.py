"""Answers about one record: what belongs to it, and whether it is normal."""
