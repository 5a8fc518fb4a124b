"""How much of a document is read: bounds on depth, names and records, each with its sentence.

They hold for everything that comes from elsewhere, in both formats: pages, records, marks, error
lists, searches, files of records. The API's own documents stay far below: its records nest five
levels deep. Within them, decoding an answer takes at most four times its bytes and 64 MB.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from netwrix_tui.errors import Malformed, WireError

MOST_DEEP = 100
"""Levels of nesting in a document, or in a record of a page."""

MOST_VALUES = 200_000
"""Values (JSON) or elements (XML) in one record, or in a document that is no page."""

MOST_MEMBERS = 50_000
"""Members that are kept of a JSON object with more values than MOST_VALUES, or of one that is
broken, beside those that the documentation names."""

MOST_RECORDS = 100_000
"""Records on one page."""

MOST_DIFFERENT_NAMES = 10_000
"""Different names of elements and attributes in one XML document."""

LONG_RECORD = 8 << 20
"""Bytes of a record above which its row holds no value whole that is very long."""

LONGEST_IN_ROW = 1 << 16
"""Characters of a value in the row of such a record; the record itself has all of it."""

LONGEST_TAG = 1 << 20
"""Bytes of one XML tag or comment."""

LONGEST_ERROR_LIST = 1 << 20
"""Bytes of an answer up to which it is looked through for the server's list of errors."""

MOST_GROWN = 16 << 20
"""Characters by which indenting may make a text longer."""

IsWanted = Callable[[], bool]
"""Tells, asked now and then, whether what is being decoded is still wanted."""


def always() -> bool:
    """It is wanted to its end."""
    return True


class LimitExceeded(Malformed):
    """A document that goes beyond what is read of one."""


class TooManyRecords(LimitExceeded):
    """A page with more records than are read of one."""


class DecodingStopped(WireError):
    """What was being decoded is not wanted any more."""


def too_deep(wire: str) -> LimitExceeded:
    """``wire`` is JSON or XML."""
    return _beyond(f"The {wire} is nested more than {MOST_DEEP} levels deep.")


def too_many_values() -> LimitExceeded:
    """For JSON."""
    return _beyond(f"The JSON holds more than {MOST_VALUES:,} values in one record.")


def too_many_elements() -> LimitExceeded:
    """For XML, as :func:`too_many_values`."""
    return _beyond(f"The XML holds more than {MOST_VALUES:,} elements in one record.")


def too_many_names() -> LimitExceeded:
    """For XML."""
    return _beyond(f"The XML has more than {MOST_DIFFERENT_NAMES:,} different names.")


def tag_too_long() -> LimitExceeded:
    """For XML."""
    return _beyond(f"The XML has a tag or a comment of more than {LONGEST_TAG:,} bytes.")


def grown_too_long() -> LimitExceeded:
    """For both."""
    return _beyond(f"Indented, it would be longer by more than {MOST_GROWN:,} characters.")


def too_many_records() -> TooManyRecords:
    """For a page."""
    return TooManyRecords(
        f"The page holds more than {MOST_RECORDS:,} records.",
        cause="The server does not keep to the page size that it was asked for.",
        next_step="Narrow the search, by When first.",
        category="InputError",
    )


def cut(text: str) -> str:
    """A value for the row of a record that is longer than LONG_RECORD."""
    return text if len(text) <= LONGEST_IN_ROW else f"{text[:LONGEST_IN_ROW]}…"


def cut_end(body: bytes, start: int, end: int) -> int:
    """Where the bytes end of which :func:`cut` leaves something; not within a character."""
    last = start + 4 * (LONGEST_IN_ROW + 1)
    if last >= end:
        return end
    while last > start and body[last] & 0xC0 == 0x80:
        last -= 1
    return last


@contextmanager
def asking(is_wanted: IsWanted) -> Iterator[None]:
    """What is decoded inside ends soon after it is not wanted any more: :func:`stop_in_loop`."""
    token = _asked.set(is_wanted)
    try:
        yield
    finally:
        _asked.reset(token)


_asked: ContextVar[IsWanted] = ContextVar("asked", default=always)

TURNS = 4_096
"""Turns of a loop over tokens after which it is asked whether they are wanted still."""


def stop_in_loop(turn: int) -> None:
    """As :func:`stop_unless`, from a loop deep inside, at every so many of its turns."""
    if turn % TURNS == 0:
        stop_unless(_asked.get())


def stop_unless(is_wanted: IsWanted) -> None:
    """Raises DecodingStopped where it is not wanted any more."""
    if not is_wanted():
        raise DecodingStopped("The answer is not wanted any more.")


def _beyond(what: str) -> LimitExceeded:
    return LimitExceeded(
        what,
        cause="No activity record looks like that.",
        next_step="Check what answers at this address, or where the file comes from.",
    )
