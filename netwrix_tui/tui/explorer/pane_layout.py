"""Layout of the explorer's panes: which are open, and which lie over others.

What a class does with the panes stands in ``explorer.tcss``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widget import Widget

from netwrix_tui.tui.actions.action import Pane

if TYPE_CHECKING:
    from netwrix_tui.tui.explorer.explorer_screen import Explorer

_RECORD, _BUILDER, _QUERY = "-record-open", "-builder-open", "-query-open"
_PREVIEW, _FACETS, _TIMELINE = "-preview-open", "-facets-open", "-timeline-open"
_LASTING = {"facets": _FACETS, "timeline": _TIMELINE}


class PaneLayout:
    """Opener and closer of panes, which also moves the focus between them.

    A narrow screen has room for one of builder, preview, facets and results; one that is narrow
    or short shows the record in the place of the table.
    """

    def __init__(
        self, screen: Screen[None], *, table: Widget, builder: Widget, preview: Widget
    ) -> None:
        self._screen = screen
        self._table = table
        self._builder = builder
        self._preview = preview

    @property
    def is_narrow(self) -> bool:
        """True where builder and results have no room beside each other."""
        return self._screen.has_class("-narrow")

    @property
    def has_room_for_record(self) -> bool:
        """True where the record has a pane of its own beside the table."""
        return self._screen.has_class("-wide") and self._screen.has_class("-tall")

    @property
    def record_is_shown(self) -> bool:
        """True where the record pane is on the screen."""
        return self.has_room_for_record or self._screen.has_class(_RECORD)

    @property
    def table_is_covered(self) -> bool:
        """True where the record or the builder was opened over the table."""
        return self._screen.has_class(_RECORD) or self._screen.has_class(_BUILDER)

    @property
    def open_panes(self) -> list[str]:
        """The panes that were opened and stay so, by their names."""
        return [name for name, of in _LASTING.items() if self._screen.has_class(of)]

    def open_lasting(self, names: Collection[str]) -> None:
        """Open those of these panes that stay open, and close the others of them."""
        for name, of in _LASTING.items():
            self._screen.set_class(name in names, of)

    @property
    def preview_is_open(self) -> bool:
        """True while the body preview is on the screen."""
        return self._screen.has_class(_PREVIEW)

    @property
    def preview_covers(self) -> bool:
        """True where the body preview lies over the results."""
        return not self.has_room_for_record

    @property
    def facets_are_open(self) -> bool:
        """True while the facets pane is on the screen."""
        return self._screen.has_class(_FACETS)

    @property
    def timeline_is_open(self) -> bool:
        """True while the timeline is on the screen."""
        return self._screen.has_class(_TIMELINE)

    def focus(self, pane: Widget) -> None:
        """Give a pane the focus, at once where it is on the screen."""
        # The next keys may have been typed ahead.
        self._screen.set_focus(pane)
        if self._screen.focused is not pane:
            pane.focus()

    def uncover_table(self) -> None:
        """Take away the record and the builder where they lie over the table."""
        self._screen.remove_class(_RECORD, _BUILDER)

    def lay_table_open(self) -> None:
        """Take away what is open over the table, and give it the focus."""
        self.uncover_table()
        self.focus(self._table)

    def close_covering(self) -> bool:
        """Close the facets or the preview where they lie over the results; whether one did."""
        if self.facets_are_open and self.is_narrow:
            self._screen.remove_class(_FACETS)
        elif self.preview_is_open and self.preview_covers:
            self._screen.remove_class(_PREVIEW)
        else:
            return False
        return True

    def open_record(self) -> None:
        """Put the record pane on the screen."""
        if not self.has_room_for_record:
            self._screen.add_class(_RECORD)

    def open_builder(self) -> None:
        """Put the search builder on the screen, and the focus on it."""
        if self.is_narrow:
            self._screen.remove_class(_PREVIEW)
            self._screen.add_class(_BUILDER)
        if self.is_narrow or self._screen.has_class("-short"):
            self._screen.remove_class(_FACETS)
        self.focus(self._builder)

    def open_query(self) -> None:
        """Make room for the query line while somebody types in it."""
        self._screen.add_class(_QUERY)

    def close_query(self) -> None:
        """Nobody types in the query line any more."""
        self._screen.remove_class(_QUERY)

    def open_preview(self) -> None:
        """Put the body preview on the screen, in the place of the facets, and the focus on it."""
        if not self.preview_is_open:
            self._screen.remove_class(_FACETS)
        self._screen.add_class(_PREVIEW)
        self.focus(self._preview)

    def close_preview(self) -> None:
        """Take the body preview away; a focus that it had goes to what is seen then."""
        self._screen.remove_class(_PREVIEW)
        if self._preview.has_focus_within or self._screen.focused is None:
            was_editing = self._screen.has_class(_BUILDER)
            self.focus(self._builder if was_editing else self._table)

    def open_facets(self) -> None:
        """Put the facets pane on the screen, in the place of the body preview."""
        self._screen.remove_class(_PREVIEW)
        if self.is_narrow:
            self.uncover_table()
        self._screen.add_class(_FACETS)

    def close_facets(self) -> None:
        """Take the facets pane away, and give the table the focus."""
        self._screen.remove_class(_FACETS)
        self.focus(self._table)

    def open_timeline(self) -> None:
        """Put the timeline on the screen, with nothing over the results."""
        self.close_covering()
        self.uncover_table()
        self._screen.add_class(_TIMELINE)

    def close_timeline(self) -> None:
        """Take the timeline away, and give the table the focus."""
        self._screen.remove_class(_TIMELINE)
        self.focus(self._table)


def pane_widgets(of: Explorer) -> dict[Pane, Widget]:
    """The widget of each pane that has keys of its own."""
    return {
        Pane.TABLE: of.table,
        Pane.RECORD: of.viewer,
        Pane.BUILDER: of.builder,
        Pane.QUERY: of.query_line,
        Pane.TRAIL: of.crumbs,
        Pane.PREVIEW: of.preview,
        Pane.FACETS: of.facets,
        Pane.TIMELINE: of.timeline,
        Pane.NOTICE: of.notice,
    }


def focused_pane(of: Explorer) -> Pane:
    """The pane whose keys the help explains first."""
    widgets = pane_widgets(of).items()
    return next((pane for pane, widget in widgets if widget.has_focus_within), Pane.EXPLORER)
