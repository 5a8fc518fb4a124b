"""Searches that are kept: the trail, ready-made, saved and recent ones, notes, widenings."""
