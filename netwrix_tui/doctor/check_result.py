"""Result of one check of ``netwrix-tui doctor``, as lines for people and as JSON for scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netwrix_tui.client.connection import Connection
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.foreign_text import rows


class Verdict(StrEnum):
    """How a check came out. UNTOLD: it cannot be told without changing something on the server."""

    OK = "ok"
    FAILED = "failed"
    UNTOLD = "not told"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check: a sentence, and for a failure its cause and the next step.

    ``facts`` are figures for scripts: texts, numbers and lists of them. ``error`` is what a failure
    came from.
    """

    check: str
    verdict: Verdict
    says: str
    cause: str = ""
    next_step: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    error: NetwrixTuiError | None = None

    @classmethod
    def failed(cls, check: str, error: NetwrixTuiError) -> CheckResult:
        """A failed check, in the words of the error."""
        return cls(check, Verdict.FAILED, error.what, error.cause, error.next_step, error=error)


_CHECK, _VERDICT = 12, 9
"""Columns."""

_WIDE, _NARROW = 50, 2
"""From which width on sentences stand below each other, and how far they are set in below it."""


def lines_of(finding: CheckResult, width: int) -> str:
    """One finding as lines of at most ``width`` columns where words allow it."""
    indent = " " * (_VERDICT + _CHECK if width >= _WIDE else _NARROW)
    first = f"{finding.verdict:<{_VERDICT}}{finding.check:<{_CHECK}}"
    lines = rows(finding.says, width, first=first, rest=indent)
    for advice in (finding.cause, finding.next_step):
        if advice:
            lines += rows(advice, width, first=indent, rest=indent)
    return "\n".join(lines)


def as_json(
    connection: Connection,
    findings: list[CheckResult],
    drawing: Mapping[str, object],
    profile: str = "",
) -> str:
    """One object: ``ok``, the server, the account, what draws the explorer, a list of checks.

    Of several servers, it says the ``profile`` first.
    """
    of = {"profile": profile} if profile else {}
    return json.dumps(
        of
        | {
            "ok": not any(f.verdict is Verdict.FAILED for f in findings),
            "server": connection.url,
            "account": connection.user,
            "drawing": drawing,
            "checks": _checks(findings),
        },
        indent=2,
    )


def receiver_as_json(kind: str, url: str, findings: list[CheckResult]) -> str:
    """The same of a receiver: ``ok``, what it is, where, a list of checks."""
    ok = not any(f.verdict is Verdict.FAILED for f in findings)
    told = {"ok": ok, "receiver": kind, "url": url, "checks": _checks(findings)}
    return json.dumps(told, indent=2)


def _checks(findings: list[CheckResult]) -> list[dict[str, object]]:
    return [
        {
            "check": finding.check,
            "verdict": finding.verdict,
            "says": finding.says,
            "cause": finding.cause,
            "next_step": finding.next_step,
            **finding.facts,
        }
        for finding in findings
    ]
