"""Completion of an SQL statement: tables, columns, functions, words of SQL. Pure."""

from __future__ import annotations

from netwrix_tui.case.sql_names import EXAMPLES, FUNCTIONS, TABLES
from netwrix_tui.case.sql_text import Kind, Word, words
from netwrix_tui.records.query_completion import Completion, Item
from netwrix_tui.records.ranking import ranked

_WORDS = (
    "SELECT", "FROM", "WHERE", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "DISTINCT", "COUNT(*)",
    "AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "IS NULL", "AS", "JOIN", "LEFT JOIN", "USING",
    "ON", "DESC", "CASE", "WHEN", "THEN", "ELSE", "END", "UNION ALL", "WITH", "OVER",
    "PARTITION BY",
)  # fmt: skip
_BEFORE_TABLE = ("from", "join")
_MOST = 50


def completion(statement: str, place: int) -> Completion:
    """What may stand where the cursor is; for an empty line, the worked examples."""
    if not statement.strip():
        items = tuple(Item(example.statement, example.asks) for example in EXAMPLES)
        return Completion(0, len(statement), items)
    found = words(statement)
    current = next((word for word in found if word.at < place <= word.end), None)
    if current is not None and current.kind in (Kind.TEXT, Kind.QUOTED, Kind.NUMBER):
        return Completion(place, place)
    is_name = current is not None and current.kind is Kind.NAME
    at = current.at if current is not None and is_name else place
    typed = statement[at:place]
    before = [word for word in found if word.end <= at]
    end = current.end if current is not None and is_name else place
    return Completion(at, end, tuple(_items(typed, before, found)))


def _items(typed: str, before: list[Word], found: list[Word]) -> list[Item]:
    last = before[-1] if before else None
    if last is not None and last.text == ".":
        table = _table_of(before[-2].name if len(before) > 1 else "", found)
        return _chosen(typed, dict.fromkeys(TABLES.get(table, ()), table))
    if last is not None and last.name in _BEFORE_TABLE:
        return _chosen(typed, {name: ", ".join(columns) for name, columns in TABLES.items()})
    named = [word.name for word in found if word.name in TABLES] or ["records"]
    known: dict[str, str] = {}
    for table in dict.fromkeys(named):
        for column in TABLES[table]:
            known.setdefault(column, f"of {table}")
    if not typed:
        # Where a list begins or goes on; elsewhere, words of SQL are as likely.
        after = last is not None and (last.text in (",", "(") or last.name in ("select", "by"))
        return _chosen("", known) if after else []
    known |= dict.fromkeys(_WORDS, "")
    known |= {f"{name}(": "" for name in sorted(FUNCTIONS) if name[0].isalpha()}
    return [item for item in _chosen(typed, known) if item.text != typed]


def _chosen(typed: str, known: dict[str, str]) -> list[Item]:
    """Those that begin with what is typed; no part in the middle is meant by anybody."""
    folded = typed.casefold()
    values = [(name.casefold(), name) for name in known if name.casefold().startswith(folded)]
    return [Item(name, known[name]) for name in ranked(typed, values)[:_MOST]]


def _table_of(name: str, found: list[Word]) -> str:
    """The table that a name before a point stands for: its own, or the one it is an alias of."""
    if name in TABLES:
        return name
    for index, word in enumerate(found):
        if word.name not in TABLES:
            continue
        after = [each.name for each in found[index + 1 : index + 3]]
        if after[:1] == [name] or after == ["as", name]:
            return word.name
    return ""
