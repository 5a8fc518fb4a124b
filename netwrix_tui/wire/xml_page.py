"""Splits a page of XML into the exact bytes of its records and their table rows, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from netwrix_tui.errors import BrokenPage, Malformed
from netwrix_tui.foreign_text import foreign
from netwrix_tui.records.record import ActivityRecord, Row
from netwrix_tui.wire import xml_tree
from netwrix_tui.wire.names import PLAN_NAMES, TEXT_FIELDS
from netwrix_tui.wire.xml_record import record_from_element, salvaged_record
from netwrix_tui.wire.xml_tolerant import mask

_RECORD_START = re.compile(rb"<(?:[\w.-]+:)?ActivityRecord(?=[\s/>])")
_RECORD_END = re.compile(rb"\A<[^<>]*/>|</(?:[\w.-]+:)?ActivityRecord\s*>")
_MARK = re.compile(rb"<((?:[\w.-]+:)?ContinuationMark)(?:\s[^>]*)?>(.*?)</\1\s*>", re.DOTALL)
_LIST = re.compile(rb"<((?:[\w.-]+:)?ActivityRecordList)[\s/>]")
_LIST_END = re.compile(rb"(</(?:[\w.-]+:)?ActivityRecordList\s*>|/>)\s*\Z")
_LONGEST_NAME = 60
"""Cells that are quoted of an element's name."""

_NAMED_FIELDS = PLAN_NAMES | {"Item"}


@dataclass(slots=True)
class SplitPage:
    """What a page is made of."""

    rows: list[Row] = field(default_factory=list)
    raws: list[bytes] = field(default_factory=list)
    mark: str | None = None
    damaged: set[int] = field(default_factory=set)
    declarations: str = ""


def split_page(body: bytes) -> SplitPage:
    """Rows and exact bytes of a page: strictly, else with illegal bytes masked, else in pieces.

    Raises Malformed where this is no list of activity records, BrokenPage where it has no end.
    """
    try:
        return _PageReader(body).read()
    except expat.ExpatError as error:
        if _LIST.search(body[:2000]) is None:
            raise xml_tree.not_xml(body, error) from error
        if _LIST_END.search(body[-200:]) is None:
            raise BrokenPage(
                f"The page broke off after {len(body):,} bytes.",
                cause="The connection may have been cut.",
                next_step="Try again.",
            ) from error
    masked = mask(body)
    try:
        return _with_originals(_PageReader(masked).read(), body, masked)
    except expat.ExpatError:
        return _piece_by_piece(body)


def _with_originals(page: SplitPage, body: bytes, masked: bytes) -> SplitPage:
    """The page with the original bytes of each record, and the rows of the damaged ones redone."""
    position = 0
    for index, raw in enumerate(page.raws):
        position = masked.index(raw, position)
        original = body[position : position + len(raw)]
        position += len(raw)
        if original != raw:
            page.raws[index] = original
            page.damaged.add(index)
            page.rows[index] = _row(_read_tolerantly(original))
    return page


def _piece_by_piece(body: bytes) -> SplitPage:
    """The page by the look of its tags: what is broken inside one record costs that record only."""
    page = SplitPage()
    if (found := _MARK.search(body)) is not None:
        page.mark = xml_tree.parse_tolerant(found[0]).text.strip()
    for index, raw in enumerate(_pieces(body)):
        page.raws.append(raw)
        try:
            record = record_from_element(xml_tree.parse(raw))
        except (Malformed, RecursionError):
            page.damaged.add(index)
            record = _read_tolerantly(raw)
        page.rows.append(_row(record))
    return page


def _pieces(body: bytes) -> Iterator[bytes]:
    """From each record's start tag to its end tag, or to the next record where it has none."""
    starts = [match.start() for match in _RECORD_START.finditer(body)]
    for start, next_start in zip(starts, [*starts[1:], len(body)], strict=True):
        piece = body[start:next_start]
        end = _RECORD_END.search(piece)
        yield piece[: end.end()] if end is not None else piece.rstrip()


def _read_tolerantly(raw: bytes) -> ActivityRecord:
    try:
        return record_from_element(xml_tree.parse_tolerant(raw))
    except (Malformed, RecursionError):
        return salvaged_record(raw)


def _row(record: ActivityRecord) -> Row:
    return Row(**{name: getattr(record, name) for name in Row.__struct_fields__})


class _PageReader:
    """expat's events to rows. Only text of table fields is collected; details are passed over."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._page = SplitPage()
        self._depth = 0
        self._start_index = 0
        self._has_children = False
        self._fields: dict[str, str] = {}
        self._target: str | None = None
        self._text: list[str] = []
        self._locals: dict[str, str] = {}
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = xml_tree.refuse_doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def read(self) -> SplitPage:
        self._parser.Parse(self._body, True)
        return self._page

    def _local(self, name: str) -> str:
        known = self._locals.get(name)
        if known is None:
            known = self._locals[name] = xml_tree.local(name)
        return known

    def _collect(self, target: str) -> None:
        self._target = target
        self._text.clear()
        self._parser.CharacterDataHandler = self._text.append

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

    def _end(self, name: str) -> None:
        if self._target is not None:
            self._store_text()
        if self._depth == 2 and self._local(name) == "ActivityRecord":
            end = xml_tree.element_end(
                self._body, self._start_index, self._parser.CurrentByteIndex, self._has_children
            )
            self._page.raws.append(self._body[self._start_index : end])
            self._page.rows.append(Row(**self._fields))
        self._depth -= 1

    def _store_text(self) -> None:
        text, target = "".join(self._text), self._target
        self._target = None
        self._parser.CharacterDataHandler = None
        if target == "mark":
            self._page.mark = text.strip()
        elif target is not None and (text.strip() or target not in self._fields):
            self._fields[target] = text

    def _read_root(self, name: str, attributes: dict[str, str]) -> None:
        if self._local(name) != "ActivityRecordList":
            shown = foreign(f"<{name}>", _LONGEST_NAME)
            raise Malformed(
                f"The answer is XML, but no list of activity records: {shown}.",
                next_step="Check that the address is the one of the Integration API.",
                category="XMLError",
            )
        self._page.declarations = " ".join(
            f'{key}="{xml_tree.escape(value)}"'
            for key, value in attributes.items()
            if key == "xmlns" or key.startswith("xmlns:")
        )
