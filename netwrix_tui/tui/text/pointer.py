"""Pointer of a pane: the sign of where the keys go, which is hidden while a dialog takes them."""

from __future__ import annotations

from textual.widget import Widget


def is_uncovered(widget: Widget) -> bool:
    """True where no dialog lies over the widget's screen: beside one, a sign looks like a focus."""
    return widget.app.screen is widget.screen


def repaint_when_covered(widget: Widget) -> None:
    """Have a widget painted anew when a dialog comes over its screen, or goes."""
    widget.app.screen_change_signal.subscribe(widget, lambda _: widget.refresh())
