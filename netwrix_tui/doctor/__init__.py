"""Checks of a connection, step by step: name, port, TLS, sign-in, one page of records."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["CheckResult", "examine", "examined"]

__getattr__ = doors(__name__, check_result="CheckResult", command="examine", examination="examined")
