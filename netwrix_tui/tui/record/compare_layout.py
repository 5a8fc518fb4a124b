"""Two records side by side as lines: equal values quiet, different ones marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.sanitize import told_apart
from netwrix_tui.tui.record.record_sentence import moment_words
from netwrix_tui.tui.record.word_diff import Run, word_diff
from netwrix_tui.tui.text.lines import Line, Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.wrapping import lines_of, styled_rows, wrap

_LABEL = 14
_GAP = 2
_WIDEST = 90
"""Cells of a value that stands beside another; farther apart the eye loses the line."""

_LONGEST = 4_000
"""Characters of a value that are shown and compared; the record's own view has the whole."""

_FIELDS = (
    ("Who", "who"),
    ("Action", "action"),
    ("Object type", "object_type"),
    ("What", "what"),
    ("When", "when"),
    ("Where", "where"),
    ("Data source", "data_source"),
    ("Workstation", "workstation"),
    ("Plan", "monitoring_plan"),
    ("Item", "item"),
    ("RID", "rid"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One field of both records; None where a record does not have it."""

    name: str
    left: str | None
    right: str | None

    @property
    def differs(self) -> bool:
        """True where the records say different things, or one says nothing."""
        return self.left != self.right


def pairs_of(left: ActivityRecord, right: ActivityRecord, zone: ShownZone) -> list[Pair]:
    """The fields that at least one of two records has, then their changes, property by property."""
    pairs = []
    for name, attribute in _FIELDS:
        texts = [getattr(left, attribute), getattr(right, attribute)]
        if attribute == "when" and all(texts):
            texts = [moment_words(text, zone) for text in texts]
        pairs.append(Pair(name, texts[0] or None, texts[1] or None))
    pairs += _matched(list(left.extra), list(right.extra))
    pairs += _matched(_detail_texts(left.details), _detail_texts(right.details))
    return [pair for pair in pairs if pair.left is not None or pair.right is not None]


class CompareLayout:
    """Layout of two records for one width."""

    def __init__(self, pairs: Sequence[Pair], width: int, *, only_differences: bool) -> None:
        self._pairs = pairs
        self._only_differences = only_differences
        self._half = min(_WIDEST, max(8, (width - _LABEL - _GAP - 2) // 2))

    def lines(self) -> Iterator[Line]:
        """Every field that is shown: ``≠`` stands before those that differ."""
        alike = 0
        for pair in self._pairs:
            if self._only_differences and not pair.differs:
                alike += 1
                continue
            yield from self._pair(pair)
        if alike:
            yield ()
            fields = "field is" if alike == 1 else "fields are"
            note = f"{alike} {fields} the same and left out"
            for row in wrap(note, 2 * self._half + _LABEL, at_words=True):
                yield (Span(f"  {row}", SemanticStyle.QUIET),)

    def _pair(self, pair: Pair) -> Iterator[Line]:
        names = wrap(pair.name, _LABEL - 3, at_words=True)
        sign = "≠ " if pair.differs else "  "
        left, right = self._columns(pair)
        for name, old, new in zip_longest(names, left, right, fillvalue=None):
            label = name or ""
            blanks = " " * (_LABEL - 2 - cell_len(label))
            used = sum(cell_len(span.text) for span in old or ())
            yield (
                Span(sign, SemanticStyle.WARNING), Span(label, SemanticStyle.LABEL),
                Span(blanks), *(old or ()),
                Span(" " * (self._half - used + _GAP)), *(new or ()),
            )  # fmt: skip
            sign = "  "

    def _columns(self, pair: Pair) -> tuple[list[Line], list[Line]]:
        left, right = told_apart((pair.left or "")[:_LONGEST], (pair.right or "")[:_LONGEST])
        if not pair.differs:
            quiet = SemanticStyle.QUIET
            return self._rows([Span(left, quiet)]), self._rows([Span(right, quiet)])
        told = word_diff(left, right) if pair.left and pair.right else None
        if told is None:
            told = [Run(left, False)], [Run(right, False)]
        sides = (
            (told[0], pair.left, SemanticStyle.REMOVED),
            (told[1], pair.right, SemanticStyle.ADDED),
        )
        columns = []
        for runs, text, style in sides:
            spans = [Span(run.text) if run.is_common else Span(run.text, style) for run in runs]
            if text is None:
                spans = [Span("—", SemanticStyle.QUIET)]
            rows = self._rows(spans)
            if text is not None and len(text) > _LONGEST:
                more = f"… {len(text) - _LONGEST:,} more characters"
                rows.append((Span(more, SemanticStyle.WARNING),))
            columns.append(rows)
        return columns[0], columns[1]

    def _rows(self, spans: list[Span]) -> list[Line]:
        rows: list[Line] = []
        for line in _by_line(spans):
            rows += styled_rows(line, self._half)
        return rows


def _by_line(spans: list[Span]) -> Iterator[list[Span]]:
    """The spans parted where their text has line breaks."""
    line: list[Span] = []
    for span in spans:
        first, *others = lines_of(span.text)
        line.append(Span(first, span.style))
        for text in others:
            yield line
            line = [Span(text, span.style)]
    yield line


def _detail_texts(details: Sequence[Detail]) -> list[tuple[str, str]]:
    return [(detail.property_name or "Change", _told(detail)) for detail in details]


def _told(detail: Detail) -> str:
    parts = [detail.message] if detail.message else []
    if detail.before is not None and detail.after is not None:
        parts.append(f"{detail.before} → {detail.after}")
    elif detail.before is not None:
        parts.append(f"− {detail.before}")
    elif detail.after is not None:
        parts.append(f"+ {detail.after}")
    return "\n".join([*parts, *(f"{name}: {text}" for name, text in detail.extra)])


def _matched(left: list[tuple[str, str]], right: list[tuple[str, str]]) -> list[Pair]:
    """Entries of the same name beside each other, the first with the first, in the left's order."""
    waiting: dict[str, list[str]] = {}
    for name, text in right:
        waiting.setdefault(name, []).append(text)
    pairs = []
    for name, text in left:
        others = waiting.get(name)
        pairs.append(Pair(name, text, others.pop(0) if others else None))
    pairs += [Pair(name, None, text) for name, texts in waiting.items() for text in texts]
    return pairs
