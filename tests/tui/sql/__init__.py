"""Tests of SQL on the screen."""
