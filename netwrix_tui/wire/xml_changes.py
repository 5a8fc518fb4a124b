"""The changes of a well-formed XML record, read without a parser if they have their usual form."""

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
    """The changes of a well-formed record; None if a parser is needed to read them.

    It is needed for prefixes, attributes and undocumented fields, and if a comment or quoted text
    could hold something that looks like changes.
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
