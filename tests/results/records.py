"""Records and pages made by hand and by Hypothesis, for the tests of the results."""

from __future__ import annotations

from hypothesis import strategies as st

from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

HOSTILE = (
    "\x1b]52;c;aGk=\x07",
    "\x9b31m",
    "a\u202eb\u200bc",
    "\ud83d",
    "one\r\ntwo\nthree\ttab",
    "=cmd|' /C calc'!A0",
    '"quoted", <tag> & [red]',
    "\x00\x7f\ufffe",
)

texts = st.one_of(
    st.sampled_from(["", "jane.doe", "CORP\\svc-sync", "Domain Admins", *HOSTILE]),
    st.text(st.characters(exclude_categories=()), max_size=12),
)
times = st.one_of(
    st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
    st.sampled_from(["2026-03-17T09:37:11Z", "2026-W12-2T09:37:11Z", "soon", "0001-01-01"]),
    texts,
)
rids = st.one_of(
    st.integers(0, 40).map(lambda number: f"20260217093959797{number:032X}"),
    st.sampled_from(["", "short", "2" * 48 + "a", "2" * 48 + " ", "２" * 49]),
    texts,
)
details = st.builds(
    Detail,
    property_name=st.none() | texts,
    message=st.none() | texts,
    before=st.none() | texts,
    after=st.none() | texts,
)
rows = st.builds(Row, rid=rids, when=times, **dict.fromkeys(Row.__struct_fields__[2:-1], texts))
"""Of one server, which they do not name."""
records = st.builds(
    ActivityRecord,
    rid=rids,
    when=times,
    details=st.lists(details, max_size=3).map(tuple),
    **dict.fromkeys(("who", "action", "what", "where", "object_type", "item"), texts),
)


def rid(number: int) -> str:
    """A RID of the vendor's form."""
    return f"20260217093959797{number:032X}"


def row(number: int, when: str = "2026-03-17T09:37:11Z") -> Row:
    """A row that can be told from others."""
    return Row(rid=rid(number), when=when, who=f"jane{number % 7}", what=f"file {number}")


def page_of(
    rows: list[Row], mark: str | None = "next", damaged: frozenset[int] = frozenset()
) -> Page:
    """A page whose records' bytes are their RIDs."""
    raws = [repr(row.rid).encode("utf-8", "surrogatepass") for row in rows]
    return Page(WireFormat.JSON, rows, raws, mark, damaged)


def numbered_page(start: int, end: int, mark: str | None = "next") -> Page:
    """A page of the rows from one number up to another."""
    return page_of([row(number) for number in range(start, end)], mark)


def wire_page(records: list[ActivityRecord], wire: WireFormat) -> Page:
    """A page as a client gets it: encoded by the codec and decoded again."""
    wire_codec = codec(wire)
    return wire_codec.decode_page(
        wire_codec.encode_page([wire_codec.encode_record(r) for r in records], None)
    )
