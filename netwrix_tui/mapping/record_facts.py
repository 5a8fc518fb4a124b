"""What a mapping has to know of a record besides its fields."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Facts around one record, which is mapped the same way whenever these are the same.

    ``moment`` is When and ``fetched`` the time at which the record was first read, both in
    microseconds since the epoch, None where they are not known. ``server`` names where it came
    from. ``is_damaged`` says that it broke the rules of its format and was read tolerantly,
    ``is_cut`` that it is too long to be read whole. With ``with_original`` its bytes go along.
    """

    raw: bytes
    moment: int | None
    server: str = ""
    fetched: int | None = None
    is_damaged: bool = False
    is_cut: bool = False
    with_original: bool = False


def iso_of(moment: int) -> str:
    """A moment as ISO 8601 in UTC, with a fraction only where there is one: ``…T09:37:11Z``."""
    return (_EPOCH + timedelta(microseconds=moment)).replace(tzinfo=None).isoformat() + "Z"


def digest_of(raw: bytes) -> str:
    """The SHA-256 of a record's exact bytes, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def original_text(raw: bytes) -> str:
    """A record's exact bytes as text; a byte that is none in UTF-8 stands as ``\\xNN``."""
    return raw.decode("utf-8", "backslashreplace")


def document_id(rid: str, facts: RecordFacts) -> str:
    """The one id of a record at every receiver: ``<server>:<RID>``.

    A record without a RID is known by the digest of its bytes.
    """
    return f"{facts.server}:{rid or 'sha256-' + digest_of(facts.raw)}"
