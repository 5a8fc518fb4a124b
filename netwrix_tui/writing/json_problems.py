"""What a record in JSON cannot mean, by the shape of its values."""

from __future__ import annotations

from collections.abc import Iterator

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.flattened import DEPTH, MAYBE, is_flattened
from netwrix_tui.records.new_record import FieldProblem
from netwrix_tui.wire.element_names import DETAIL_FIELDS, PLAN_NAMES, TEXT_FIELDS
from netwrix_tui.wire.json_tolerant import Members

_NAMED = (*sorted(PLAN_NAMES), "Item")
"""Fields with a name in them, which may stand there alone."""

_FIELDS = frozenset({*TEXT_FIELDS, *_NAMED, "DetailList", "IsArchiveOnly"})
_LONGEST_SHOWN = 40


def shape_problem(value: object) -> FieldProblem | None:
    """Why a value is no record at all; None where it may be one."""
    if isinstance(value, str) and is_flattened(value):
        return FieldProblem("", f"This is no record: {_shown(value)}. {DEPTH}")
    if not isinstance(value, Members):
        return FieldProblem("", "This is no record: a record is an object with fields.")
    names = [name for name, _ in value]
    lists = [n for n, inner in value if isinstance(inner, list) and not isinstance(inner, Members)]
    if lists and not _FIELDS.intersection(names):
        meant = did_you_mean(lists[0], ("ActivityRecordList",)) or (
            "A list of records is an array, or an ActivityRecordList."
        )
        return FieldProblem("", f"This is no record, but {_shown(lists[0])}. {meant}".rstrip())
    return None


def member_problems(record: Members) -> Iterator[FieldProblem]:
    """What is wrong with the values of a record that are not what their fields hold."""
    for field, value in record:
        if field in TEXT_FIELDS and isinstance(value, list):
            what = f"{field} is text, and here it is a list or an object."
            yield FieldProblem(field, what)
        elif field in _NAMED:
            yield from _name_problems(field, value)
        elif field == "DetailList":
            yield from _detail_problems(value)
        elif isinstance(value, str) and is_flattened(value):
            yield _flattened(field, value, is_error=False)


def _name_problems(field: str, value: object) -> Iterator[FieldProblem]:
    if isinstance(value, list) and not isinstance(value, Members):
        yield FieldProblem(field, f"{field} is one name, and here it is a list.")
    texts = [inner for _, inner in value] if isinstance(value, Members) else [value]
    for text in texts:
        if isinstance(text, str) and is_flattened(text):
            yield _flattened(field, text)


def _detail_problems(value: object) -> Iterator[FieldProblem]:
    is_list = isinstance(value, list) and not isinstance(value, Members)
    details = value if is_list and isinstance(value, list) else [value]
    for number, detail in enumerate(details, 1):
        at = f"DetailList/Detail[{number}]" if is_list else "DetailList"
        if isinstance(detail, str):
            if is_flattened(detail):
                yield _flattened(at, detail)
            else:
                what = (
                    f"A detail is an object with a PropertyName, and here it is {_shown(detail)}."
                )
                yield FieldProblem(at, what)
        elif isinstance(detail, Members):
            for field, text in detail:
                if field in DETAIL_FIELDS and isinstance(text, str) and is_flattened(text):
                    # A value may be about PowerShell: only whoever wrote it knows.
                    yield _flattened(f"{at}/{field}", text, is_error=field == "PropertyName")


def _flattened(field: str, text: str, *, is_error: bool = True) -> FieldProblem:
    name = field.rpartition("/")[2]
    if is_error:
        return FieldProblem(field, f"{name} is {_shown(text)}. {DEPTH}")
    what = f"{name} is {_shown(text)}: {MAYBE}"
    return FieldProblem(field, what, is_error=False)


def _shown(text: str) -> str:
    return f"“{shortened(text, _LONGEST_SHOWN)}”"
