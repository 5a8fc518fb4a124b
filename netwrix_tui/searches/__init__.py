"""Searches worth keeping: the trail, ready-made, saved and recent ones, wider ones. No screen."""
