"""What is said about records to write, their batches, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netwrix_tui.records.amounts import records_words, size_words
from netwrix_tui.writing.batches import Batch
from netwrix_tui.writing.checked import Finding
from netwrix_tui.writing.journal import BatchState, Journal

_MOST_SHOWN = 20
"""Findings that are told one by one; nobody reads more before mending these."""


def confirmation(batches: Sequence[Batch], size: int) -> str:
    """``2,000 records (1.2 MB, 2 batches)``."""
    count = sum(map(len, batches))
    pieces = "1 batch" if len(batches) == 1 else f"{len(batches):,} batches"
    return f"{records_words(count)} ({size_words(size)}, {pieces})"


def findings_shown(findings: Sequence[Finding]) -> Iterator[str]:
    """What was found wrong, errors first, and how much more there is."""
    ordered = sorted(findings, key=lambda finding: not finding.is_error)
    for finding in ordered[:_MOST_SHOWN]:
        yield f"{'' if finding.is_error else 'warning: '}{finding}"
    if len(ordered) > _MOST_SHOWN:
        yield f"… and {len(ordered) - _MOST_SHOWN:,} more."


def summary(journal: Journal) -> str:
    """``1,000 records accepted, 1,000 in doubt, 500 not sent``."""
    words = (
        (BatchState.ACCEPTED, "accepted"),
        (BatchState.REFUSED, "refused"),
        (BatchState.SENT, "in doubt"),
        (BatchState.PENDING, "not sent"),
    )
    counts = [(journal.records_of(state), word) for state, word in words]
    (first, word), *others = [(count, word) for count, word in counts if count]
    return ", ".join(
        [f"{records_words(first)} {word}", *(f"{count:,} {word}" for count, word in others)]
    )


def doubt_words(journal: Journal, *, can_check: bool) -> Iterator[str]:
    """A line for each batch of which nobody knows whether it was stored, and what to do."""
    doubtful = journal.of_state(BatchState.SENT)
    for batch in doubtful:
        yield (
            f"{str(batch).capitalize()} is in doubt: it was sent at {journal.since(batch)}, and "
            "no answer says whether it was stored."
        )
    if doubtful:
        check = "--check-doubt looks by a search whether it arrived; " if can_check else ""
        yield f"It is not sent again by itself. {check}--resend-doubt sends it again."
