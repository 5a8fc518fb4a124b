"""Ticket text: who did what, where and when, and what changed.

Nothing here is exact: every value is made visible on the way, so that what is pasted into a
terminal, a mail or a ticket can do nothing there. Structure is made of line feeds and spaces only;
line breaks inside a value stay line breaks in Before and After alone, indented. What runs from
right to left is isolated.
"""

from __future__ import annotations

from netwrix_tui.records.change_words import values_words
from netwrix_tui.records.epoch import moment_at
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.record_link import record_link
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.results.export.isolates import isolated
from netwrix_tui.sanitize import told_apart, visible, visible_lines

_LABEL_WIDTH = 15
_INDENT = " " * (_LABEL_WIDTH + 4)
_ONE_LINE = 100
"""Characters that a change may take to stand on one line as before → after."""


def ticket_text(record: ActivityRecord, moment: int | None, zone: ShownZone, note: str = "") -> str:
    """One record. ``moment`` is in microseconds since the epoch (UTC), None where it is unknown.

    Fields that the record does not have are left out; the user's own ``note`` stands last.
    """
    title = filter(None, (record.action, record.object_type, record.what))
    fields = (
        ("When", shown_time(record.when, moment, zone)),
        ("Who", record.who),
        ("Action", record.action),
        ("Object type", record.object_type),
        ("What", record.what),
        ("Where", record.where),
        ("Data source", record.data_source),
        ("Workstation", record.workstation),
        ("Monitoring plan", record.monitoring_plan),
        ("Item", record.item),
        *record.extra,
        ("Server", record.server),
        ("RID", record_link(record.rid)),
    )
    lines = [" · ".join(map(_told, title)) or "Activity record"]
    for label, value in fields:
        if value:
            lines.extend(_labelled(_told(label), [_told(value)]))
    changes = [line for detail in record.details for line in change_lines(detail)]
    if changes:
        lines.extend(_labelled("Changes", changes))
    if note:
        lines.extend(_labelled("Note", [_told(note)]))
    return "\n".join(lines)


def shown_time(when: str, moment: int | None, zone: ShownZone) -> str:
    """``2026-11-22 13:58:40 UTC+1``: When in a zone, its offset named; as sent where unreadable."""
    shown = moment_at(moment, zone.tzinfo)
    if shown is None:
        return when
    clock = shown.replace(tzinfo=None, microsecond=0).isoformat(sep=" ")
    return f"{clock} {zone.offset_label(shown)}"


def change_lines(detail: Detail) -> list[str]:
    """One change as visible text: on one line, or before and after below each other."""
    name = _told(detail.property_name or "")
    old, new = detail.before, detail.after
    if old is not None and new is not None:
        old, new = told_apart(old, new)
    before, after = _value_lines(old), _value_lines(new)
    message = _told(detail.message or "")
    further = [f"{_told(label)}: {_told(value)}" for label, value in detail.extra]
    if not before and not after:
        head = ": ".join(filter(None, (name, message)))
        return [head, *(f"  {text}" for text in further)] if head else further
    if message:
        further.insert(0, f"message: {message}")
    return _before_after(name, before, after) + [f"  {text}" for text in further]


def _before_after(name: str, before: list[str], after: list[str]) -> list[str]:
    one_line = _on_one_line(name, before, after)
    if max(len(before), len(after)) == 1 and len(one_line) <= _ONE_LINE:
        return [one_line]
    lines = [name or "change"]
    for label, values in (("before", before), ("after", after)):
        for index, value in enumerate(values):
            lines.append(f"  {label if index == 0 else '':<6}  {value}")
    return lines


def _on_one_line(name: str, before: list[str], after: list[str]) -> str:
    """The first lines of before and after, of which at least one is there."""
    prefix = f"{name}: " if name else ""
    return prefix + values_words(before[0] if before else "", after[0] if after else "")


def _value_lines(value: str | None) -> list[str]:
    """None where the server did not send the value; an empty one is shown as an empty quotation."""
    if value is None:
        return []
    return [*map(isolated, visible_lines(value))] if value else ['""']


def _told(value: str) -> str:
    return isolated(visible(value))


def _labelled(label: str, lines: list[str]) -> list[str]:
    if len(label) > _LABEL_WIDTH:
        return [f"  {label}", *(_INDENT + line for line in lines)]
    return [f"  {label:<{_LABEL_WIDTH}}  {lines[0]}", *(_INDENT + line for line in lines[1:])]
