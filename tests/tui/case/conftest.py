"""A terminal whose clipboard can be read, as in the tests of what leaves the program."""

from __future__ import annotations

from tests.tui.output.conftest import terminal

__all__ = ["terminal"]
