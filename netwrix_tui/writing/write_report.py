"""Sentences about records to write: the confirmation, findings, batches and their states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from netwrix_tui.records.amounts import records_words, size_words
from netwrix_tui.writing.batches import Batch
from netwrix_tui.writing.journal import BatchState, Journal
from netwrix_tui.writing.validation import Finding

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


_STATES = (
    (BatchState.ACCEPTED, "accepted"),
    (BatchState.REFUSED, "refused"),
    (BatchState.SENT, "in doubt"),
    (BatchState.PENDING, "not sent"),
)


def summary(journal: Journal) -> str:
    """``1,000 records accepted, 1,000 in doubt, 500 not sent``."""
    return _counted((journal.records_of(state), word) for state, word in _STATES)


def before(journal: Journal) -> str:
    """What an earlier run has done with an input, and how the input has changed since; empty where
    all of it is new: ``1,500 records accepted before, 999 refused before, 1 changed``.
    """
    change = journal.changes()
    if journal.is_new and not change.changed:
        return ""
    if journal.is_same_input:
        return summary(journal)
    unsent = journal.records_of(BatchState.PENDING) - change.new - change.changed
    return _counted(
        (
            (journal.records_of(BatchState.ACCEPTED), "accepted before"),
            (journal.records_of(BatchState.REFUSED), "refused before"),
            (journal.records_of(BatchState.SENT), "in doubt"),
            (unsent, "not sent before"),
            (change.new, "new"),
            (change.changed, "changed"),
        )
    )


def warnings(journal: Journal) -> Iterator[str]:
    """What else is worth knowing before anything goes: earlier forms, and what other files tell."""
    replaced = journal.changes().replaced
    if replaced:
        which = "One changed record was" if replaced == 1 else f"{replaced:,} changed records were"
        yield (
            f"{which} written before in another form. What was written stays; the new form is "
            "written beside it."
        )
    told: dict[Path, int] = {}
    for batch in journal.batches:
        path = journal.told_by(batch)
        if path is not None:
            told[path] = told.get(path, 0) + len(batch)
    for path, count in told.items():
        yield f"What became of {records_words(count)} is told by {path}"


def _counted(counts: Iterable[tuple[int, str]]) -> str:
    (first, word), *others = [(count, word) for count, word in counts if count]
    return ", ".join(
        [f"{records_words(first)} {word}", *(f"{count:,} {word}" for count, word in others)]
    )


def doubt_words(journal: Journal, *, can_check: bool) -> Iterator[str]:
    """A line for each batch of which nobody knows whether it was stored, and what to do."""
    doubtful = journal.of_state(BatchState.SENT)
    for batch in doubtful:
        why = journal.why(batch)
        yield (
            f"{str(batch).capitalize()} is in doubt: it was sent at {journal.since(batch)}, and "
            f"no answer says whether it was stored.{' ' if why else ''}{why}"
        )
    if doubtful:
        check = "--check-doubt looks by a search whether it arrived; " if can_check else ""
        yield f"It is not sent again by itself. {check}--resend-doubt sends it again."
