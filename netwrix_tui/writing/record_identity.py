"""Identity of a record: its content, in whatever file, and its place among records like it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

import msgspec

from netwrix_tui.records.new_record import NewRecord
from netwrix_tui.records.when import instant

_ID_BYTES, _CORE_BYTES = 16, 8


@dataclass(frozen=True, slots=True)
class RecordIdentity:
    """``id`` is one for each record that is to be there: a digest of its content, and which of
    several equals it is. ``core`` is of what happened, to whom and where: a record that was changed
    in the rest has the same.
    """

    id: str
    core: str


def identities(records: Iterable[NewRecord]) -> list[RecordIdentity]:
    """The identity of each record, in their order.

    The content does not depend on how a file spells it: ``When`` counts as the moment that it
    names, and an empty field as one that is not there. Of equal records the first has the digest
    itself, the further ones a number behind it.
    """
    seen: Counter[str] = Counter()
    found: list[RecordIdentity] = []
    for record in records:
        core, rest = _parts(record)
        digest = _digest([core, rest], _ID_BYTES)
        id_ = f"{digest}.{seen[digest]}" if seen[digest] else digest
        seen[digest] += 1
        found.append(RecordIdentity(id_, _digest(core, _CORE_BYTES)))
    return found


def content(record: NewRecord) -> str:
    """A digest of what a record says: equal records have the same."""
    return _digest(_parts(record), _ID_BYTES)


def _parts(record: NewRecord) -> tuple[list[str], list[object]]:
    moment = instant(record.when)
    when = record.when.strip() if moment is None else f"{moment.timestamp():.6f}"
    core = [
        when, record.who, record.action, record.what, record.where, record.object_type,
    ]  # fmt: skip
    details = [(d.property_name or "", d.before or "", d.after or "") for d in record.details]
    rest: list[object] = [
        record.monitoring_plan, record.item, record.workstation, record.is_archive_only, details,
    ]  # fmt: skip
    return core, rest


def _digest(value: object, size: int) -> str:
    whole = blake2b(msgspec.json.encode(value), digest_size=size).digest()
    return urlsafe_b64encode(whole).rstrip(b"=").decode()
