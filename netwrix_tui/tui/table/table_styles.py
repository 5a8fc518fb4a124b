"""The results table's colours, taken from its component classes: every tone on every ground."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from rich.style import Style
from textual.widget import Widget

from netwrix_tui.tui.table.cells import CellStyle


class Ground(StrEnum):
    """What a piece of text stands on; the value ends the name of its component class."""

    ROW = "row"
    CURSOR = "cursor"
    CELL = "cell"
    HEADER = "header"


Palette = Mapping[tuple[Ground, CellStyle], Style]
"""The style of every tone on every ground, as the theme of the moment has it."""

PREFIX = "results-table--"
COMPONENT_CLASSES = {PREFIX + part.value for part in (*Ground, *CellStyle)}

TABLE_CSS = """
ResultsTable {
    overflow-x: auto;
    overflow-y: scroll;
    scrollbar-size: 0 1;
    scrollbar-background: $surface;
    scrollbar-background-hover: $surface;
    scrollbar-background-active: $surface;
    background: $background;
    color: $foreground;

    & > .results-table--header { text-style: bold; }
    & > .results-table--cursor { background: $primary 12%; }
    & > .results-table--cell { background: $primary 22%; }
    &:focus > .results-table--cursor { background: $primary 26%; }
    &:focus > .results-table--cell { background: $primary 50%; }

    & > .results-table--quiet { color: $text-muted; }
    & > .results-table--added { color: $text-success; }
    & > .results-table--removed { color: $text-error; }
    & > .results-table--modified { color: $text-warning; }
    & > .results-table--failed { color: $text-error; text-style: bold; }
    & > .results-table--mark { color: $text-accent; text-style: bold; }
    & > .results-table--damaged { color: $text-warning; text-style: bold; }
    & > .results-table--cursor-sign { color: $text-accent; }

    &:nocolor > .results-table--quiet { text-style: dim; }
    &:ansi {
        & > .results-table--quiet { text-style: dim; }
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
    palette: dict[tuple[Ground, CellStyle], Style] = {}
    for ground in Ground:
        for tone in CellStyle:
            is_plain = ground is Ground.CELL and tone is CellStyle.QUIET
            style = _on(widget, ground) + _partial(widget, CellStyle.PLAIN if is_plain else tone)
            palette[ground, tone] = known.setdefault(style, style)
    return palette


def _on(widget: Widget, ground: Ground) -> Style:
    """Text of no particular tone: the widget's own style, and what its ground adds.

    Blended by hand: a partial style forgets how far its background lets the widget's through.
    """
    styles = widget.get_component_styles(PREFIX + ground.value)
    background = widget.background_colors[1]
    if styles.has_rule("background") and styles.background.a:
        background += styles.background
    color = styles.color if styles.has_rule("color") else widget.styles.color
    return (
        Style(color=(background + color).rich_color, bgcolor=background.rich_color)
        + styles.text_style
    )


def _partial(widget: Widget, tone: CellStyle) -> Style:
    return widget.get_component_rich_style(PREFIX + tone.value, partial=True)
