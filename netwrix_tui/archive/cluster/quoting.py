"""Quoting for SQL, the only way to write a value into it: as a literal that equals the value.

ClickHouse of 2018 knows no parameters. ``tests/archive/test_cluster_quoting.py`` sends values of
all kinds to a server, and compares what comes back.
"""

from __future__ import annotations

_ESCAPED = {
    **{code: f"\\x{code:02X}" for code in (*range(0x20), 0x7F)},
    **dict.fromkeys(range(0xD800, 0xE000), "\uffff"),
    ord("\\"): "\\\\",
    ord("'"): "\\'",
}


def quoted(value: str | int) -> str:
    """A text or an integer as a literal of ClickHouse's SQL.

    What is half a character becomes U+FFFF, as it does in the columns (:mod:`columns`).

    >>> quoted("O'Neill")
    "'O\\\\'Neill'"
    """
    if isinstance(value, int):
        return f"toInt64({int(value):d})"
    return f"'{value.translate(_ESCAPED)}'"


def quoted_list(values: list[str]) -> str:
    """Texts as a list in parentheses, which is not empty."""
    return f"({', '.join(map(quoted, values))})"
