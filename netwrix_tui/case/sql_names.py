"""What SQL over a case knows: tables with their columns, functions, and worked examples.

Nothing else can be named in a statement: :mod:`sql` refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass

VIEWS: dict[str, str] = {
    "records": "SELECT r.rid, r.time, r.who, r.action, r.object_type, r.what, r.location,"
    " r.data_source, r.item, r.plan, r.workstation,"
    " (SELECT server FROM source WHERE id = r.source) AS server FROM record r",
    "details": 'SELECT r.rid, d.position, d.property, d.message, d."before", d."after"'
    " FROM detail d JOIN record r ON r.id = d.record",
    # Numbered along the trail, then those that have left it: as reports count them.
    "searches": "SELECT row_number() OVER (ORDER BY s.position IS NULL, s.position, s.id)"
    " AS number, s.position, s.name, s.words, s.line,"
    " (SELECT server FROM source WHERE id = s.source) AS server,"
    " (SELECT account FROM source WHERE id = s.source) AS account,"
    " s.started, s.ended, s.outcome, s.why, s.records, s.doubles, s.damaged FROM search s",
    "notes": "SELECT n.rid, n.text, n.made AS time, n.by AS author,"
    " (SELECT server FROM source WHERE id = n.source) AS server FROM note n",
    "marks": "SELECT m.rid, n.number AS search, nullif(m.made, '') AS time,"
    " nullif(m.by, '') AS author, (SELECT server FROM source WHERE id = m.source) AS server"
    " FROM mark m JOIN (SELECT id, row_number() OVER (ORDER BY position IS NULL, position, id)"
    " AS number FROM search) n ON n.id = m.search",
}
"""The statement behind each table that can be named, over the tables of :mod:`schema`."""

BEHIND = frozenset(("record", "detail", "search", "note", "mark", "source"))
"""Those tables of :mod:`schema` alone."""

TABLES: dict[str, tuple[str, ...]] = {
    "records": (
        "rid", "time", "who", "action", "object_type", "what", "location", "data_source", "item",
        "plan", "workstation", "server",
    ),
    "details": ("rid", "position", "property", "message", "before", "after"),
    "searches": (
        "number", "position", "name", "words", "line", "server", "account", "started", "ended",
        "outcome", "why", "records", "doubles", "damaged",
    ),
    "notes": ("rid", "text", "time", "author", "server"),
    "marks": ("rid", "search", "time", "author", "server"),
}  # fmt: skip
"""Tables and their columns, in the order of ``SELECT *``."""

ROW_FIELDS: dict[str, str] = {
    "rid": "rid", "time": "when", "who": "who", "action": "action", "object_type": "object_type",
    "what": "what", "location": "where", "data_source": "data_source", "item": "item",
    "plan": "monitoring_plan", "workstation": "workstation",
}  # fmt: skip
"""Columns of ``records``, with the field of :class:`~netwrix_tui.records.record.Row`."""

_FUNCTIONS = (
    # Of all rows, or of a window of them
    "avg count first_value cume_dist dense_rank group_concat lag last_value lead max min nth_value"
    " ntile percent_rank rank row_number string_agg sum total"
    # Of one
    " abs char coalesce concat concat_ws format glob hex ifnull iif instr length like likelihood"
    " likely lower ltrim nullif octet_length printf quote random replace round rtrim sign soundex"
    " substr substring trim typeof unhex unicode unlikely upper zeroblob"
    # Of times
    " current_date current_time current_timestamp date datetime julianday local strftime time"
    " timediff unixepoch"
    # Of numbers
    " acos asin atan atan2 ceil ceiling cos degrees exp floor ln log log10 log2 mod pi pow power"
    " radians sin sqrt tan trunc"
    # Of JSON, as values of changes may be
    " -> ->> json json_array json_array_length json_each json_extract json_group_array"
    " json_group_object json_object json_quote json_tree json_type json_valid"
)
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""SQLite's functions that touch nothing but their arguments, and ``local``."""

SERIES = ("json_each", "json_tree")
"""Functions that stand in the place of a table."""


@dataclass(frozen=True, slots=True)
class Example:
    """A statement, and what it answers."""

    asks: str
    statement: str


EXAMPLES: tuple[Example, ...] = (
    Example(
        "Who did most",
        "SELECT who, count(*) AS records FROM records GROUP BY who ORDER BY records DESC LIMIT 20",
    ),
    Example(
        "First and last action of every account",
        "SELECT who, local(min(time)) AS first, local(max(time)) AS last, count(*) AS records"
        " FROM records GROUP BY who ORDER BY first",
    ),
    Example(
        "At which hour of the day",
        "SELECT substr(local(time), 12, 2) AS hour, count(*) AS records FROM records"
        " GROUP BY hour ORDER BY hour",
    ),
    Example(
        "Outside 8 to 18 o'clock",
        "SELECT rid, local(time) AS at, who, action, what FROM records"
        " WHERE substr(local(time), 12, 2) NOT BETWEEN '08' AND '17' ORDER BY time",
    ),
    Example(
        "Accounts seen at three workstations and more",
        "SELECT who, count(DISTINCT workstation) AS stations, group_concat(DISTINCT workstation)"
        " AS names FROM records WHERE workstation <> '' GROUP BY who HAVING stations >= 3"
        " ORDER BY stations DESC",
    ),
    Example(
        "Twenty and more in one minute by one account",
        "SELECT who, substr(time, 1, 16) AS minute, count(*) AS records FROM records"
        " GROUP BY who, minute HAVING records >= 20 ORDER BY records DESC",
    ),
    Example(
        "Removed, where and by whom",
        "SELECT location, who, count(*) AS removed FROM records WHERE action = 'Removed'"
        " GROUP BY location, who ORDER BY removed DESC",
    ),
    Example(
        "Changes of membership, before and after",
        "SELECT r.rid, local(r.time) AS at, r.who, r.what, d.before, d.after"
        " FROM details d JOIN records r USING (rid)"
        " WHERE d.property LIKE '%member%' ORDER BY r.time",
    ),
    Example(
        "What the same account did right before a removal",
        "SELECT * FROM (SELECT rid, local(time) AS at, who, action, what,"
        " lag(action || ' ' || what) OVER (PARTITION BY who ORDER BY time) AS just_before"
        " FROM records) WHERE action = 'Removed' ORDER BY at",
    ),
    Example(
        "My notes, each with its record",
        "SELECT n.text, r.rid, local(r.time) AS at, r.who, r.what"
        " FROM notes n JOIN records r USING (rid, server) ORDER BY r.time",
    ),
)
