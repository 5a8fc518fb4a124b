"""``netwrix-tui doctor --to NAME``: a receiver is examined step by step; nothing is stored."""

from __future__ import annotations

import shutil
from collections.abc import MutableMapping

from netwrix_tui import standard_streams
from netwrix_tui.doctor.check_result import CheckResult, lines_of, receiver_as_json
from netwrix_tui.doctor.command import status_of
from netwrix_tui.doctor.receiver_examination import examined_receiver
from netwrix_tui.ending import Ending
from netwrix_tui.shipping.chosen_receiver import named_settings, receiver_of


def examine_receiver(name: str, environment: MutableMapping[str, str], *, json: bool) -> int:
    """Examine a receiver of the settings; returns the exit status. Raises UsageError."""
    settings = named_settings(name, environment)
    described = receiver_of(settings, {}, with_secret=False)
    findings: list[CheckResult] = []
    width = min(shutil.get_terminal_size().columns, 100)

    async def look() -> None:
        examination = examined_receiver(described, lambda: receiver_of(settings, environment))
        async for finding in examination:
            findings.append(finding)
            if not json:
                standard_streams.put(f"{lines_of(finding, width)}\n")

    Ending().run(look())
    if json:
        standard_streams.put(f"{receiver_as_json(described.kind, described.url, findings)}\n")
    return status_of(findings)
