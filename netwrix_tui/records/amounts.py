"""How much something is, in words."""

from __future__ import annotations

from datetime import timedelta


def records_words(count: int) -> str:
    """A number of records: ``1 record``, ``2,000 records``."""
    return "1 record" if count == 1 else f"{count:,} records"


def size_words(size: int) -> str:
    """A number of bytes: ``412 bytes``, ``1.2 KB``, ``3.6 MB`` (1 KB is 1,000 bytes)."""
    if size < 1000:
        return f"{size} byte{'' if size == 1 else 's'}"
    if size < 999_950:
        return f"{size / 1000:.1f} KB"
    return f"{size / 1_000_000:,.1f} MB"


def span_words(microseconds: int, units: int = 2) -> str:
    """A time between two moments: ``40 s``, ``3 min 51 s``, ``2 h 5 min``, ``3 days 4 h``.

    ``units`` are how many of them are told; what is smaller is left out.
    """
    seconds = timedelta(microseconds=microseconds) // timedelta(seconds=1)
    if seconds < 1:
        return "less than 1 s"
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [
        (days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min"), (seconds, "s"),
    ]  # fmt: skip
    begins = next(at for at, (number, _) in enumerate(parts) if number)
    told = [f"{number} {unit}" for number, unit in parts[begins : begins + units] if number]
    return " ".join(told)


def whole_span_words(span: timedelta) -> str:
    """A span of time: ``90 min``, ``1 h``, ``2 days``."""
    seconds = int(span.total_seconds())
    for length, word in ((86_400, "day"), (3_600, "h"), (60, "min")):
        if seconds >= length and not seconds % length:
            number = seconds // length
            return f"{number:,} {word}{'s' if word == 'day' and number > 1 else ''}"
    return f"{seconds:,} s"
