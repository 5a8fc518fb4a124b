"""Splits a page of XML into the exact bytes of its records and their table rows, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice
from xml.parsers import expat

from netwrix_tui.errors import BrokenPage, Malformed
from netwrix_tui.foreign_text import foreign
from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.wire import limits, xml_tree
from netwrix_tui.wire.element_names import PLAN_NAMES, TEXT_FIELDS
from netwrix_tui.wire.xml_record import record_from_element, salvaged_record
from netwrix_tui.wire.xml_tolerant import content_text, mask

_LONGEST_NAME = 60
"""Cells that are quoted of an element's name."""

_RECORD_START = re.compile(rb"<(?:[\w.-]++:)?ActivityRecord(?=[\s/>])")
_RECORD_END = re.compile(rb"\A<[^<>]*+(?<=/)>|</(?:[\w.-]++:)?ActivityRecord\s*+>")
_MARK = re.compile(rb"<((?:[\w.-]++:)?ContinuationMark)(?=[\s>])[^<>]*+>")
_LIST = re.compile(rb"<((?:[\w.-]++:)?ActivityRecordList)[\s/>]")
_LIST_END = re.compile(rb"(</(?:[\w.-]++:)?ActivityRecordList\s*+>|/>)\s*+\Z")
_NEAR = 2000
"""Bytes from the beginning of a page within which its root begins."""
_NAMED_FIELDS = PLAN_NAMES | {"Item"}


@dataclass(slots=True)
class SplitPage:
    """What a page is made of."""

    rows: list[Row] = field(default_factory=list)
    raws: list[bytes] = field(default_factory=list)
    mark: str | None = None
    damaged: set[int] = field(default_factory=set)
    declarations: str = ""


def split_page(body: bytes, is_wanted: limits.IsWanted = limits.always) -> SplitPage:
    """Rows and exact bytes of a page: strictly, else with illegal bytes masked, else in pieces.

    Raises Malformed where this is no list of activity records, BrokenPage where it has no end,
    TooManyRecords, and DecodingStopped once it is not wanted any more.
    """
    page = _strictly(body, is_wanted)
    if page is None:
        page = _masked(body, is_wanted)
    # Not from where an error is handled, which would keep the masked copy.
    return _piece_by_piece(body, is_wanted) if page is None else page


def _strictly(body: bytes, is_wanted: limits.IsWanted) -> SplitPage | None:
    """The page, or None for a list of records that is not well-formed, or beyond the limits."""
    try:
        return _PageReader(body, body, is_wanted).read()
    except expat.ExpatError as error:
        if _LIST.search(body[:_NEAR]) is None:
            raise xml_tree.not_xml(body, error) from error
        if _LIST_END.search(body[-200:]) is None:
            raise BrokenPage(
                f"The page broke off after {len(body):,} bytes.",
                cause="The connection may have been cut.",
                next_step="Try again.",
            ) from error
    except limits.TooManyRecords:
        raise
    except limits.LimitExceeded:
        if _LIST.search(body[:_NEAR]) is None:
            raise
    return None


def _masked(body: bytes, is_wanted: limits.IsWanted) -> SplitPage | None:
    try:
        return _PageReader(body, mask(body, is_wanted), is_wanted).read()
    except limits.TooManyRecords:
        raise
    except (expat.ExpatError, limits.LimitExceeded):
        return None


def _piece_by_piece(body: bytes, is_wanted: limits.IsWanted) -> SplitPage:
    """The page by the look of its tags: what is broken inside one record costs that record only."""
    page = SplitPage(mark=_mark(body), declarations=_root_declarations(body))
    if sum(1 for _ in islice(_RECORD_START.finditer(body), limits.MOST_RECORDS + 1)) > (
        limits.MOST_RECORDS
    ):
        raise limits.too_many_records()
    for index, (raw, is_closed) in enumerate(_pieces(body)):
        limits.stop_unless(is_wanted)
        page.raws.append(raw)
        try:
            record = record_from_element(xml_tree.parse(raw)) if is_closed else salvaged_record(raw)
        except Malformed:
            is_closed, record = False, _refused(raw)
        if not is_closed:
            page.damaged.add(index)
        page.rows.append(_row(record, len(raw)))
    return page


def _mark(body: bytes) -> str | None:
    """The first mark that has an end, of either spelling; each is looked for once."""
    unclosed: set[bytes] = set()
    for found in _MARK.finditer(body):
        name = found[1]
        if name in unclosed:
            continue
        if len(unclosed) == _MOST_SPELLINGS:
            return None
        end = body.find(b"</" + name, found.end())
        if end < 0:
            unclosed.add(name)
            continue
        return content_text(body[found.end() : end]).strip()
    return None


_MOST_SPELLINGS = 4
"""Prefixes of the mark's name that are looked through: a page has one."""


def _root_declarations(body: bytes) -> str:
    found = _LIST.search(body[:_NEAR])
    tag = xml_tree.START_TAG.match(body[:_LONGEST_ROOT], found.start()) if found else None
    if tag is None:
        return ""
    try:
        root = xml_tree.parse_tolerant(tag[0][:-1].rstrip(b"/") + b"/>")
    except Malformed:
        return ""
    return _declarations(root.attributes)


_LONGEST_ROOT = 1 << 16


def _declarations(attributes: dict[str, str]) -> str:
    return " ".join(
        f'{key}="{xml_tree.escape(value)}"'
        for key, value in attributes.items()
        if key == "xmlns" or key.startswith("xmlns:")
    )


def _pieces(body: bytes) -> Iterator[tuple[bytes, bool]]:
    """From each record's start tag to its end tag, or to the next record where it has none.

    With each, whether it has one.
    """
    starts = (match.start() for match in _RECORD_START.finditer(body))
    start = next(starts, None)
    while start is not None:
        following = next(starts, None)
        piece = body[start:following]
        end = _RECORD_END.search(piece)
        yield (piece[: end.end()], True) if end is not None else (piece.rstrip(), False)
        start = following


def _refused(raw: bytes) -> ActivityRecord:
    """What can be read of a record that the strict parser refuses."""
    try:
        return record_from_element(xml_tree.parse_masked(raw))
    except Malformed:
        return salvaged_record(raw)


def read_tolerantly(raw: bytes) -> ActivityRecord:
    """One record from its exact bytes, damaged or not; at worst, its text fields."""
    try:
        return record_from_element(xml_tree.parse_tolerant(raw))
    except Malformed:
        return salvaged_record(raw)


def _row(record: ActivityRecord, size: int) -> Row:
    fields = {name: getattr(record, name) for name in Row.__struct_fields__}
    if size > limits.LONG_RECORD:
        fields = {name: limits.cut(text) for name, text in fields.items()}
    return Row(**fields)


class _PageReader:
    """expat's events to rows. Only text of table fields is collected; details are passed over.

    Where ``parsed`` is not ``body`` itself, it is the same with illegal bytes masked: a record in
    which they differ is damaged, and text is the original's.
    """

    def __init__(self, body: bytes, parsed: bytes | bytearray, is_wanted: limits.IsWanted) -> None:
        self._body = body
        self._parsed = parsed
        self._is_wanted = is_wanted
        self._page = SplitPage()
        self._depth = 0
        self._start_index = 0
        self._has_children = False
        self._fields: dict[str, str] = {}
        self._target: str | None = None
        self._text: list[str] = []
        self._target_index = 0
        self._locals: dict[str, str] = {}
        self._names: dict[str, str] = {}
        parser = self._parser = xml_tree.new_parser(self._names)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def read(self) -> SplitPage:
        xml_tree.feed(self._parser, self._parsed, self._names, self._is_wanted)
        return self._page

    def _local(self, name: str) -> str:
        known = self._locals.get(name)
        if known is None:
            known = self._locals[name] = xml_tree.local(name)
        return known

    def _collect(self, target: str) -> None:
        self._target = target
        if self._parsed is self._body:
            self._text = []
            self._parser.CharacterDataHandler = self._text.append
        else:
            self._target_index = self._parser.CurrentByteIndex

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth = depth = self._depth + 1
        if depth == 3:
            self._has_children = True
            self._field = tag = self._local(name)
            if tag in TEXT_FIELDS:
                self._collect(TEXT_FIELDS[tag])
            elif tag in _NAMED_FIELDS:
                self._collect("item" if tag == "Item" else "monitoring_plan")
        elif depth == 4 and self._field in _NAMED_FIELDS:
            if self._local(name) == "Name":
                self._collect("item" if self._field == "Item" else "monitoring_plan")
            else:
                self._target = None
        elif depth == 2:
            tag = self._local(name)
            if tag == "ActivityRecord":
                self._start_index = self._parser.CurrentByteIndex
                self._has_children = False
                self._fields = {}
            elif tag == "ContinuationMark":
                self._collect("mark")
        elif depth == 1:
            self._read_root(name, attributes)
        elif depth > _DEEPEST:
            raise limits.too_deep("XML")

    def _end(self, name: str) -> None:
        if self._target is not None:
            self._store_text()
        if self._depth == 2 and self._local(name) == "ActivityRecord":
            end = xml_tree.element_end(
                self._parsed, self._start_index, self._parser.CurrentByteIndex, self._has_children
            )
            self._add(self._body[self._start_index : end], end)
        self._depth -= 1

    def _add(self, raw: bytes, end: int) -> None:
        page = self._page
        if len(page.raws) == limits.MOST_RECORDS:
            raise limits.too_many_records()
        if self._parsed is not self._body and self._is_masked(end):
            page.damaged.add(len(page.raws))
        fields = self._fields
        if len(raw) > limits.LONG_RECORD:
            fields = {name: limits.cut(text) for name, text in fields.items()}
        page.rows.append(Row(**fields))
        page.raws.append(raw)

    def _is_masked(self, end: int) -> bool:
        """Whether the record before ``end`` has illegal bytes; compared in small pieces."""
        for start in range(self._start_index, end, _COMPARED):
            stop = min(start + _COMPARED, end)
            if self._parsed[start:stop] != self._body[start:stop]:
                return True
        return False

    def _store_text(self) -> None:
        text, target = self._collected(), self._target
        self._target = None
        if target == "mark":
            self._page.mark = text.strip()
        elif target is not None and (text.strip() or target not in self._fields):
            self._fields[target] = text

    def _collected(self) -> str:
        """The text since the target's start tag; of a masked page, as the original has it."""
        if self._parsed is self._body:
            self._parser.CharacterDataHandler = None
            pieces = self._text
            if len(pieces) > _FEW_PIECES and sum(map(len, pieces)) > limits.LONG_RECORD:
                ends = accumulate(map(len, pieces))
                enough = next(n for n, end in enumerate(ends, 1) if end > limits.LONGEST_IN_ROW)
                del pieces[enough:]
            return "".join(pieces)
        index = self._parser.CurrentByteIndex
        if index - self._target_index > limits.LONG_RECORD:
            index = limits.cut_end(self._body, self._target_index, index)
        return xml_tree.content_between(self._body, self._parsed, self._target_index, index)

    def _read_root(self, name: str, attributes: dict[str, str]) -> None:
        if self._local(name) != "ActivityRecordList":
            shown = foreign(f"<{name}>", _LONGEST_NAME)
            raise Malformed(
                f"The answer is XML, but no list of activity records: {shown}.",
                next_step="Check that the address is the one of the Integration API.",
                category="XMLError",
            )
        self._page.declarations = _declarations(attributes)


_COMPARED = 1 << 16
_FEW_PIECES = 100
"""The parser gives text in pieces of 8 KB at most: so many are never a megabyte."""

_DEEPEST = limits.MOST_DEEP + 1
"""Levels of a page: those of a record, within the list."""
