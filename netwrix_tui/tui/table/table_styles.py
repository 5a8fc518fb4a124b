"""Palette of the results table: each semantic style on each ground, as the theme has it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rich.style import Style
from textual.widget import Widget

from netwrix_tui.tui.text.semantic_style import CELL_STYLES, SemanticStyle, partial_style


class Ground(StrEnum):
    """Ground that a piece of text stands on; the value ends the name of its component class."""

    ROW = "row"
    CURSOR = "cursor"
    CELL = "cell"
    HEADER = "header"


Palette = Mapping[tuple[Ground, SemanticStyle], Style]
"""The rich style of every semantic style on every ground."""

_PREFIX = "results-table--"
COMPONENT_CLASSES = {_PREFIX + ground.value for ground in Ground}

TABLE_CSS = """
ResultsTable {
    overflow-x: auto;
    & > .results-table--header { text-style: bold; }
    & > .results-table--cursor { background: $primary 12%; }
    & > .results-table--cell { background: $primary 22%; }
    &:focus > .results-table--cursor { background: $primary 26%; }
    &:focus > .results-table--cell { background: $primary 50%; }
    &:ansi {
        & > .results-table--cursor { background: ansi_default; text-style: bold; }
        & > .results-table--cell { background: ansi_default; text-style: bold underline; }
        &:focus > .results-table--cell { text-style: reverse; }
    }
}
"""
"""What the classes look like by default, in terms of the theme."""


def palette_of(widget: Widget) -> Palette:
    """The palette that the style sheet gives to a widget with these component classes.

    Equal styles are one object, so that neighbours of one style can be told by identity. Nothing
    is quiet in the cursor's cell.
    """
    known: dict[Style, Style] = {}
    palette: dict[tuple[Ground, SemanticStyle], Style] = {}
    styles = (SemanticStyle.PLAIN, *CELL_STYLES)
    added = {style: partial_style(widget, style) for style in styles}
    for ground in Ground:
        base = _on(widget, ground)
        for style in styles:
            is_plain = ground is Ground.CELL and style is SemanticStyle.QUIET
            whole = base if is_plain else base + added[style]
            palette[ground, style] = known.setdefault(whole, whole)
    return palette


def _on(widget: Widget, ground: Ground) -> Style:
    """Plain text: the widget's own style, and what its ground adds.

    Blended by hand: a partial style forgets how far its background lets the widget's through.
    """
    styles = widget.get_component_styles(_PREFIX + ground.value)
    background = widget.background_colors[1]
    if styles.has_rule("background") and styles.background.a:
        background += styles.background
    color = styles.color if styles.has_rule("color") else widget.styles.color
    return (
        Style(color=(background + color).rich_color, bgcolor=background.rich_color)
        + styles.text_style
    )
