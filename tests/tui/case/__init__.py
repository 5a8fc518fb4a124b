"""Tests of the case on the screen."""
