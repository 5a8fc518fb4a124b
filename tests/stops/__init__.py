"""Stops: each command and the screens against servers that hold them up, ended by every means."""
