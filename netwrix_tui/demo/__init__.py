"""A small Audit Database and its Integration API on loopback, to explore and to test against."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["Dataset", "run", "start_demo"]

__getattr__ = doors(__name__, child="start_demo", dataset="Dataset", server="run")
