"""``netwrix-tui doctor``: each check on a line as it is made, and an exit status for scripts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import partial

from netwrix_tui import standard_streams
from netwrix_tui.client.connection import Connection
from netwrix_tui.config.choosing import Choice, connected, described
from netwrix_tui.doctor.check_result import CheckResult, Verdict, as_json, lines_of
from netwrix_tui.doctor.examination import examined
from netwrix_tui.ending import Ending
from netwrix_tui.errors import ServerRefused, UsageError, WireError
from netwrix_tui.sanitize import visible

HEALTHY, USAGE, FAILED, REFUSED = 0, 2, 3, 4


def examine(
    choice: Choice, *, json: bool, drawing: Callable[[], Mapping[str, object]] = dict
) -> int:
    """Examine a connection; returns the exit status, as the other commands have it.

    ``drawing`` tells, for JSON only, what the explorer is drawn by: Textual is not known here.

    Raises UsageError where the settings make no connection.
    """
    connection = described(choice.settings)
    findings = _findings(connection, choice, told=not json)
    if json:
        standard_streams.put(f"{as_json(connection, findings, drawing())}\n")
    return status_of(findings)


def examine_each(
    choices: Mapping[str, Choice],
    *,
    json: bool,
    drawing: Callable[[], Mapping[str, object]] = dict,
) -> int:
    """Examine the connections of several servers, one after the other, by their names.

    Returns the worst exit status; JSON is a list. Raises UsageError where the settings of one make
    no connection.
    """
    connections = {name: described(choice.settings) for name, choice in choices.items()}
    statuses: list[int] = []
    told: list[str] = []
    for name, connection in connections.items():
        if not json:
            standard_streams.put(f"{'' if not statuses else chr(10)}{visible(name)}\n")
        findings = _findings(connection, choices[name], told=not json)
        statuses.append(status_of(findings))
        told.append(as_json(connection, findings, drawing(), name))
    if json:
        standard_streams.put("[\n" + ",\n".join(told) + "\n]\n")
    return max(statuses)


def _findings(connection: Connection, choice: Choice, *, told: bool) -> list[CheckResult]:
    findings: list[CheckResult] = []
    width = min(shutil.get_terminal_size().columns, 100)

    async def look() -> None:
        async for finding in examined(connection, partial(connected, choice)):
            findings.append(finding)
            if told:
                standard_streams.put(f"{lines_of(finding, width)}\n")

    Ending().run(look())
    return findings


def status_of(findings: list[CheckResult]) -> int:
    """The exit status that the findings come to."""
    failed = [finding for finding in findings if finding.verdict is Verdict.FAILED]
    if not failed:
        return HEALTHY
    match failed[-1].error:
        case UsageError():
            return USAGE
        case ServerRefused() | WireError():
            return REFUSED
        case _:
            return FAILED
