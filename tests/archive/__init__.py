"""Tests of the archive on this machine."""
