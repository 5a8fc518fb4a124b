"""How findings are told: lines for people, one JSON object for scripts."""

from __future__ import annotations

import json
import textwrap

from netwrix_tui.client.connection import Connection
from netwrix_tui.doctor.finding import Finding, Verdict
from netwrix_tui.visible_text import visible

_CHECK, _VERDICT = 12, 9
"""Columns."""


def lines_of(finding: Finding, width: int) -> str:
    """One finding as lines of at most ``width`` columns where words allow it."""
    indent = " " * (_VERDICT + _CHECK)
    first = f"{finding.verdict:<{_VERDICT}}{finding.check:<{_CHECK}}"
    lines = _wrapped(finding.says, first, indent, width)
    for advice in (finding.cause, finding.next_step):
        if advice:
            lines += _wrapped(advice, indent, indent, width)
    return "\n".join(lines)


def _wrapped(text: str, first: str, rest: str, width: int) -> list[str]:
    return textwrap.wrap(
        visible(text),
        max(width, 40),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def as_json(connection: Connection, findings: list[Finding]) -> str:
    """All findings as one object: ``ok``, the server, the account, and a list of checks."""
    return json.dumps(
        {
            "ok": not any(f.verdict is Verdict.FAILED for f in findings),
            "server": connection.url,
            "account": connection.user,
            "checks": [
                {
                    "check": finding.check,
                    "verdict": finding.verdict,
                    "says": finding.says,
                    "cause": finding.cause,
                    "next_step": finding.next_step,
                    **finding.facts,
                }
                for finding in findings
            ],
        },
        indent=2,
    )
