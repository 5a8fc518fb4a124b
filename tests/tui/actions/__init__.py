"""Tests of actions and their keys."""
