"""``netwrix-tui evidence`` and ``netwrix-tui verify``: a package made of a case, and checked."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from netwrix_tui import standard_streams
from netwrix_tui.evidence.choice import Choice
from netwrix_tui.evidence.made_words import made_lines
from netwrix_tui.evidence.make import make_package
from netwrix_tui.evidence.report_zone import report_zone
from netwrix_tui.evidence.request import PackageRequest
from netwrix_tui.evidence.verify import Verified, verify
from netwrix_tui.headless.messages import Messages
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.zone import LOCAL, ShownZone, named_zone
from netwrix_tui.sanitize import visible

_WHOLE, _DIFFERS = 0, 1
_TICK = 0.2
"""Seconds between two lines of progress."""


class ProgressLine:
    """Watches the work on a terminal's line; ctrl+c ends it."""

    def __init__(self) -> None:
        self.messages = Messages()
        self._last = 0.0

    def tell(self, doing: str, done: int, total: int) -> None:
        if not self.messages.has_progress or time.monotonic() - self._last < _TICK:
            return
        self._last = time.monotonic()
        share = f" {done * 100 // total} %" if total else ""
        self.messages.progress(f"{doing} …{share}")

    def is_wanted(self) -> bool:
        return True


def run_evidence(options: argparse.Namespace) -> int:
    """Make a package. Raises UsageError and StorageFull."""
    zone, words = _zone(options.zone)
    request = PackageRequest(
        case=Path(options.file),
        target=Path(options.to),
        choice=Choice.of(options.only),
        has_pseudonyms=options.pseudonyms,
        sign_with=Path(options.sign) if options.sign is not None else None,
        zone=zone,
        zone_words=words,
    )
    watch = ProgressLine()
    try:
        made = make_package(request, watch)
    finally:
        watch.messages.clear()
    standard_streams.put("".join(f"{visible(line)}\n" for line in made_lines(made)))
    return _WHOLE


def run_verify(options: argparse.Namespace) -> int:
    """Check a package or a case. Raises UsageError."""
    signers = Path(options.signers) if options.signers is not None else None
    watch = ProgressLine()
    try:
        verified = verify(Path(options.path), signers, watch)
    finally:
        watch.messages.clear()
    lines = _verified_lines(verified)
    standard_streams.put("".join(f"{visible(line)}\n" for line in lines))
    return _WHOLE if verified.is_whole else _DIFFERS


def _verified_lines(verified: Verified) -> list[str]:
    found = verified.found
    lines = list(found.lines)
    if found.untold:
        lines.append(f"and {found.untold:,} more.")
    lines += found.notes
    if verified.is_whole:
        files = f"{verified.files:,} files, " if verified.files else ""
        return [*lines, f"Whole: {files}{records_words(verified.records)}{_again(verified)}."]
    many = "1 thing differs" if found.count == 1 else f"{found.count:,} things differ"
    return [*lines, f"Not whole: {many}."]


def _again(verified: Verified) -> str:
    """Why the pages of a case hold more records than it tells of; empty where they do not."""
    once = verified.once
    if once is None or once.count == verified.records:
        return ""
    if not once.is_exact:
        return " in its pages, those that came again too"
    return f" in its pages, {once.count:,} without those that came again"


def _zone(name: str | None) -> tuple[ShownZone, str]:
    """The zone of a report, and what it is called there. Raises UsageError."""
    return report_zone(LOCAL if name is None else named_zone(name))
