"""Tests of the table of counts."""
