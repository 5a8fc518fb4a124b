"""What is printed on a terminal: in rows that say whose words they are; elsewhere on one line."""

from __future__ import annotations

import io
import os

from rich.cells import cell_len

from netwrix_tui.foreign_text import foreign
from netwrix_tui.headless.terminal_text import columns_of, terminal_text
from tests.posix import needs_terminal, pty

SAID = f"netwrix-tui: nwx01 answered 400: {foreign('No. ' + 'DEAD ' * 60, 300)}. Try again."


def test_on_a_terminal_each_row_of_a_quotation_is_marked() -> None:
    for columns in (2, 20, 80, 132):
        rows = terminal_text(SAID, columns).split("\n")
        assert all(cell_len(row) < max(columns, 16) for row in rows)
        assert all("“" in row.split("DEAD")[0] for row in rows if "DEAD" in row)


def test_elsewhere_and_without_a_quotation_it_is_one_line() -> None:
    assert terminal_text(SAID, None) == SAID
    assert terminal_text("word " * 60 + "\x1b", 40) == "word " * 60 + "␛"


@needs_terminal
def test_only_a_terminal_has_columns() -> None:
    assert columns_of(None) is None
    assert columns_of(io.StringIO()) is None
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "r"), os.fdopen(theirs, "w") as stream:
        assert columns_of(stream) == 80  # it has no size of its own
        closed = stream
    assert columns_of(closed) is None
