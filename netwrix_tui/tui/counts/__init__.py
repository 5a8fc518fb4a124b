"""Counts of the loaded records: facets and timeline."""
