"""The changes of a sound XML record, read without a parser where they stand as they mostly do."""

from __future__ import annotations

import re

from netwrix_tui.records.record import Detail
from netwrix_tui.wire.element_names import DETAIL_FIELDS
from netwrix_tui.wire.xml_tolerant import content_text

_FIELD = rb"<(?:PropertyName|Message|Before|After)(?:>[^<]*+</\w++>|/>)"
_CHANGE = rb"<Detail>\s*+(?:" + _FIELD + rb"\s*+)*+</Detail>"
_CHANGES = re.compile(rb"<DetailList>\s*+(?:" + _CHANGE + rb"\s*+)*+</DetailList>")
_PART = re.compile(rb"<(PropertyName|Message|Before|After)(?:>([^<]*+)|/>)|</Detail>")


def plain_changes(raw: bytes) -> tuple[Detail, ...] | None:
    """The changes of a well-formed record; None where it takes a parser to tell them.

    That is where they have prefixes, attributes or fields that are not documented, or where what
    looks like them could stand in a comment or in quoted text.
    """
    lists = raw.count(b"DetailList")
    if not lists:
        return ()
    found = _CHANGES.search(raw)
    if found is None or lists != raw.count(b"<DetailList>") + 1 or b"<!" in raw:
        return None
    details: list[Detail] = []
    texts: dict[str, str] = {}
    for part in _PART.finditer(raw, *found.span()):
        if part[1] is None:
            details.append(Detail(**texts, extra=()))
            texts = {}
        else:
            texts[DETAIL_FIELDS[part[1].decode()]] = content_text(part[2] or b"")
    return tuple(details)
