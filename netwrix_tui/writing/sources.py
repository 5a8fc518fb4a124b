"""Source files of records: JSON, XML or NDJSON, each record with its location."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import Malformed, UsageError
from netwrix_tui.records.new_record import FieldProblem, NewRecord, as_new
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.standard_streams import read_input
from netwrix_tui.wire import xml_tree
from netwrix_tui.wire.encoding import file_text, wide_encoding
from netwrix_tui.wire.json_record import record_from_members
from netwrix_tui.wire.json_records import NotJson, json_records
from netwrix_tui.wire.json_tolerant import Members
from netwrix_tui.wire.powershell_json import unwrapped, wire_when
from netwrix_tui.wire.xml_record import record_from_element
from netwrix_tui.wire.xml_tree import Element
from netwrix_tui.writing.json_problems import member_problems, shape_problem

STANDARD_INPUT = "-"
FRACTION = "When/fraction"
"""What is said to be left out where When has a part of a second, which the API does not take."""


@dataclass(frozen=True, slots=True)
class SourceLocation:
    """Where a record stands: its file, the line on which it begins, its number there from 1."""

    file: str
    line: int = 1
    number: int = 0

    def __str__(self) -> str:
        record = f", record {self.number:,}" if self.number else ""
        return f"{self.file}, line {self.line:,}{record}"


@dataclass(frozen=True, slots=True)
class SourcedRecord:
    """A record as it was read. ``left_out`` names the fields that it brings and cannot keep."""

    location: SourceLocation
    record: NewRecord
    left_out: tuple[str, ...] = ()
    problems: tuple[FieldProblem, ...] = ()
    """What cannot be told from the record any more."""


def read_file(name: str) -> bytes:
    """What a file holds, ``-`` being standard input. Raises UsageError."""
    try:
        return read_input() if name == STANDARD_INPUT else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is not a valid file name"
        raise UsageError(
            f"{name} cannot be read: {reason}.", next_step="Check the file's name."
        ) from error


def sourced_records(name: str, data: bytes) -> list[SourcedRecord]:
    """The records that a file holds. Raises UsageError where it is neither JSON nor XML."""
    shown = "standard input" if name == STANDARD_INPUT else name
    text = _decoded(shown, data)
    try:
        is_xml = text.lstrip()[:1] == "<"
        return _from_xml(shown, text) if is_xml else list(_from_json(shown, text))
    except NotJson as error:
        line = text.rstrip().count("\n", 0, error.at) + 1
        raise UsageError(
            f"{SourceLocation(shown, line)}: this is not JSON: {error.what}.",
            next_step="It is a JSON array of records, one object a line, or an "
            "ActivityRecordList, also in XML.",
        ) from error
    except Malformed as error:
        raise UsageError(
            f"{shown}: {error.what}", cause=error.cause, next_step="Nothing was sent."
        ) from error


def _from_json(name: str, text: str) -> Iterator[SourcedRecord]:
    line, seen = 1, 0
    for number, (at, value) in enumerate(json_records(text), 1):
        line += text.count("\n", seen, at)
        seen = at
        location = SourceLocation(name, line, number)
        value = unwrapped(value)
        wrong = shape_problem(value)
        if wrong is not None or not isinstance(value, Members):
            told = () if wrong is None else (wrong,)
            yield SourcedRecord(location, NewRecord(), problems=told)
            continue
        yield _sourced(location, record_from_members(value), tuple(member_problems(value)))


def _sourced(
    location: SourceLocation, read: ActivityRecord, problems: tuple[FieldProblem, ...] = ()
) -> SourcedRecord:
    when, is_cut = wire_when(read.when)
    new, left_out = as_new(msgspec.structs.replace(read, when=when))
    return SourcedRecord(location, new, (*left_out, *((FRACTION,) if is_cut else ())), problems)


def _from_xml(name: str, text: str) -> list[SourcedRecord]:
    records: list[SourcedRecord] = []
    body = text.lstrip().encode("utf-8", "surrogatepass")
    line, seen = text.count("\n", 0, len(text) - len(text.lstrip())) + 1, 0

    def take(child: Element) -> None:
        nonlocal line, seen
        if child.name == "ContinuationMark":
            return
        line += body.count(b"\n", seen, child.start)
        seen = child.start
        location = SourceLocation(name, line, len(records) + 1)
        if child.name == "ActivityRecord":
            records.append(_sourced(location, record_from_element(child)))
        else:
            meant = did_you_mean(child.name, ("ActivityRecord",))
            wrong = FieldProblem("", f"<{child.name}> is no record. {meant}".rstrip())
            records.append(SourcedRecord(location, NewRecord(), problems=(wrong,)))

    root = xml_tree.parse_each(body, take)
    if root.name == "ActivityRecord":
        records.clear()
        take(xml_tree.parse(body))
    elif root.name != "ActivityRecordList":
        meant = did_you_mean(root.name, ("ActivityRecordList", "ActivityRecord"))
        raise Malformed(f"The XML is no list of activity records: <{root.name}>. {meant}".rstrip())
    return records


def _decoded(name: str, data: bytes) -> str:
    try:
        return file_text(data)
    except UsageError as error:
        newlines = 0
        if isinstance(error.__cause__, UnicodeDecodeError) and wide_encoding(data) is None:
            newlines = data.count(b"\n", 0, error.__cause__.start)
        form = "UTF-16" if wide_encoding(data) else "UTF-8"
        raise UsageError(
            f"{SourceLocation(name, newlines + 1)}: this is not {form}.",
            next_step=error.next_step,
        ) from error
