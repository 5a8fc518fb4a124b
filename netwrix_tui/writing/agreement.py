"""Whether a record that a server gives back is one that was written to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.records.when import instant

DATA_SOURCE = "Netwrix API"
"""What every written record is given for its data source."""

_ITEM_TYPE = re.compile(r" \([^()]*\)")

LikelyKey = tuple[float, str]
"""The moment to the second, and what it was about, loosely: what else may have been changed."""


def likely_key(record: NewRecord | Row) -> LikelyKey | None:
    """What a written record and its stored form have in common in any case.

    None where ``When`` cannot be read.
    """
    moment = instant(record.when)
    if moment is None:
        return None
    return moment.timestamp() // 1, " ".join(record.what.casefold().split())


def agrees(written: NewRecord, found: ActivityRecord) -> bool:
    """Whether all fields that the API gives back are those that were written.

    What the server is known to change does not count: ``When`` is the same moment in whatever zone,
    ``Item`` has its type in brackets behind it, the data source is the API's, account and plan are
    spelled as the directory and the product spell them. Line ends, blanks at either end and an
    empty detail value are what the two wire formats carry differently.
    """
    return (
        likely_key(written) == likely_key(_row(found))
        and all(
            _plain(mine) == _plain(theirs)
            for mine, theirs in (
                (written.action, found.action),
                (written.what, found.what),
                (written.where, found.where),
                (written.object_type, found.object_type),
                (written.workstation, found.workstation),
                (DATA_SOURCE, found.data_source),
                (written.who.casefold(), found.who.casefold()),
                (written.monitoring_plan.casefold(), found.monitoring_plan.casefold()),
            )
        )
        and _is_item(_plain(written.item), _plain(found.item))
        and _changes(written.details) == _changes(found.details)
    )


def _is_item(mine: str, theirs: str) -> bool:
    return theirs == mine or bool(
        mine and theirs.startswith(mine) and _ITEM_TYPE.fullmatch(theirs, len(mine))
    )


def _changes(details: Iterable[Detail]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (_plain(d.property_name or ""), _plain(d.before or ""), _plain(d.after or ""))
        for d in details
    )


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _row(record: ActivityRecord) -> Row:
    return Row(when=record.when, what=record.what)
