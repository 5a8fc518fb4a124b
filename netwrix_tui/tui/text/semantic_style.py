"""Semantic text styles: what a piece of text means, and how the theme shows that in any widget."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from rich.style import Style
from textual.widget import Widget

_PREFIX = "semantic--"


class SemanticStyle(StrEnum):
    """Meaning of a piece of text; the value ends the name of its component class."""

    PLAIN = "plain"
    TITLE = "title"
    LABEL = "label"
    QUIET = "quiet"
    """Repeats what is known already: a domain, a date."""
    ADDED = "added"
    REMOVED = "removed"
    ADDED_WORD = "added-word"
    REMOVED_WORD = "removed-word"
    """What is no more, in a value of which the rest stayed."""
    MODIFIED = "modified"
    FAILED = "failed"
    WARNING = "warning"
    DAMAGED = "damaged"
    NOTE = "note"
    MARK = "mark"
    CURSOR = "cursor"
    HIT = "hit"
    """Found by a search within the text."""
    CURRENT_HIT = "current-hit"
    # Raw JSON and XML
    NAME = "name"
    STRING = "string"
    NUMBER = "number"
    CONSTANT = "constant"
    PUNCTUATION = "punctuation"


_SHARED = {
    SemanticStyle.TITLE: "text-style: bold;",
    SemanticStyle.LABEL: "color: $secondary;",
    SemanticStyle.QUIET: "color: $text-muted;",
    SemanticStyle.ADDED: "color: $text-success;",
    SemanticStyle.REMOVED: "color: $text-error;",
}
_CELLS = _SHARED | {
    SemanticStyle.MODIFIED: "color: $text-warning;",
    SemanticStyle.FAILED: "color: $text-error; text-style: bold;",
    SemanticStyle.DAMAGED: "color: $text-warning; text-style: bold;",
    SemanticStyle.MARK: "color: $text-accent; text-style: bold;",
    SemanticStyle.CURSOR: "color: $text-accent;",
}
_LINES = _SHARED | {
    SemanticStyle.ADDED_WORD: "color: $text-success; text-style: underline;",
    SemanticStyle.REMOVED_WORD: "color: $text-error; text-style: underline;",
    SemanticStyle.WARNING: "color: $text-warning;",
    SemanticStyle.NOTE: "color: $accent; text-style: italic;",
    SemanticStyle.HIT: "color: $accent; text-style: bold underline;",
    SemanticStyle.CURRENT_HIT: "text-style: reverse bold;",
    SemanticStyle.NAME: "color: $primary;",
    SemanticStyle.STRING: "color: $foreground;",
    SemanticStyle.NUMBER: "color: $accent;",
    SemanticStyle.CONSTANT: "color: $accent;",
    SemanticStyle.PUNCTUATION: "color: $secondary;",
}

CELL_STYLES, LINE_STYLES = tuple(_CELLS), tuple(_LINES)
"""What rows of cells, and what lines of text use: each costs time whenever styles change."""


def semantic_classes(styles: Iterable[SemanticStyle]) -> set[str]:
    """The component classes of a widget that shows these styles."""
    return {_PREFIX + style.value for style in styles}


SEMANTIC_CSS = (
    "".join(
        f"& > .{_PREFIX}{style.value} {{ {rule} }}\n" for style, rule in (_CELLS | _LINES).items()
    )
    + f"&:nocolor > .{_PREFIX}quiet, &:ansi > .{_PREFIX}quiet {{ text-style: dim; }}\n"
)
"""Their rules, in terms of the theme; stands within the widget's own rule."""


def partial_style(widget: Widget, style: SemanticStyle) -> Style:
    """What a semantic style adds to the text of a widget that has these component classes."""
    if style is SemanticStyle.PLAIN:
        return Style.null()
    return widget.get_component_rich_style(_PREFIX + style.value, partial=True)
