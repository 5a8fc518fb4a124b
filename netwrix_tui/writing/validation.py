"""Validation of records to write: field by field, before a byte of them is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.records.new_record import (
    MOST_BYTES,
    NEW_FIELDS,
    FieldProblem,
    NewRecord,
    problems_of,
)
from netwrix_tui.wire.element_names import DETAIL_FIELDS
from netwrix_tui.wire.new_records import body_size, encode_new_record
from netwrix_tui.wire.wire_format import WireFormat
from netwrix_tui.writing.sources import (
    FRACTION,
    SourcedRecord,
    SourceLocation,
    read_file,
    sourced_records,
)

_NAMES = (*(field.name for field in NEW_FIELDS), "DetailList", "IsArchiveOnly")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where; a warning keeps nothing from being sent."""

    location: SourceLocation
    problem: FieldProblem

    @property
    def is_error(self) -> bool:
        """True where the record cannot be sent."""
        return self.problem.is_error

    def __str__(self) -> str:
        field = self.problem.field
        at = f" ({field})" if "/" in field else ""
        return f"{self.location}: {self.problem.what}{at}"


@dataclass(frozen=True, slots=True)
class CheckedInput:
    """The records in their order, and what was found wrong with them."""

    sourced: Sequence[SourcedRecord]
    findings: Sequence[Finding]

    @property
    def records(self) -> list[NewRecord]:
        """The records alone."""
        return [one.record for one in self.sourced]

    @property
    def errors(self) -> list[Finding]:
        """What keeps it from being sent."""
        return [finding for finding in self.findings if finding.is_error]

    def digest(self) -> str:
        """What result files of the first version called this input by: all of its records."""
        whole = hashlib.sha256()
        for record in self.records:
            whole.update(encode_new_record(record, WireFormat.JSON) + b"\n")
        return whole.hexdigest()


def read_and_check(names: Iterable[str], wire: WireFormat) -> CheckedInput:
    """Read files and check their records. Raises UsageError for what cannot be read at all."""
    sourced = [one for name in names for one in sourced_records(name, read_file(name))]
    if not sourced:
        raise UsageError("There is no record in what was given.", next_step="Check the files.")
    return checked(sourced, wire)


def checked(sourced: Sequence[SourcedRecord], wire: WireFormat) -> CheckedInput:
    """Check records that were read or typed; ``wire`` is the format that they will be sent in."""
    return CheckedInput(sourced, [*_findings(sourced, wire)])


def _findings(sourced: Sequence[SourcedRecord], wire: WireFormat) -> Iterator[Finding]:
    left_out: dict[str, list[SourceLocation]] = {}
    seen: dict[NewRecord, SourceLocation] = {}
    for one in sourced:
        found = one.problems
        if not any(problem.is_error for problem in found):
            found = (*found, *problems_of(one.record))
        yield from (Finding(one.location, problem) for problem in found)
        for name in one.left_out:
            left_out.setdefault(name, []).append(one.location)
        if any(problem.is_error for problem in found):
            continue
        size = body_size([len(encode_new_record(one.record, wire))], wire)
        if size > MOST_BYTES:
            what = f"The record takes {size:,} bytes; one write takes {MOST_BYTES:,}."
            yield Finding(one.location, FieldProblem("", what))
        first = seen.setdefault(one.record, one.location)
        if first is not one.location:
            what = f"This is the same as {first}; it will be written again."
            yield Finding(one.location, FieldProblem("", what, is_error=False))
    for name, locations in left_out.items():
        yield Finding(locations[0], _left_out(name, len(locations)))


def _left_out(name: str, count: int) -> FieldProblem:
    often = "" if count == 1 else f" (in {count:,} records)"
    if name == FRACTION:
        what = f"The fraction of a second in When is left out: the API takes none{often}."
        return FieldProblem(name, what, is_error=False)
    field = name.rpartition("/")[2]
    known = name in ("RID", "DataSource", "MonitoringPlan/ID", "Detail/Message")
    why = "the server gives it itself" if known else "it is no field that can be written"
    names = DETAIL_FIELDS if name.startswith("Detail/") else _NAMES
    meant = "" if known else did_you_mean(field, names)
    what = f"{field} is left out: {why}{often}. {meant}".rstrip()
    return FieldProblem(name, what, is_error=False)
