"""Marked records and notes on records."""
