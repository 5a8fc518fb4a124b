"""What one look at a connection has found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from netwrix_tui.errors import NetwrixTuiError


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
