"""Searches worth keeping: ready-made, saved and recent ones, and wider ones. No screen."""
