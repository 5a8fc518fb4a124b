"""Which panes are open and what covers what, without a screen."""

from __future__ import annotations

from types import SimpleNamespace

from netwrix_tui.tui.explorer.pane_layout import PaneLayout


class _Classes(set[str]):
    """The classes of a screen, and its focus."""

    focused: object = None

    def has_class(self, name: str) -> bool:
        return name in self

    def add_class(self, *names: str) -> None:
        self.update(names)

    def remove_class(self, *names: str) -> None:
        self.difference_update(names)

    def set_focus(self, pane: object) -> None:
        self.focused = pane


def test_on_a_narrow_screen_one_pane_makes_way_for_the_other() -> None:
    screen = _Classes({"-narrow", "-short"})
    table, builder, preview = (SimpleNamespace(has_focus_within=False) for _ in range(3))
    panes = PaneLayout(screen, table=table, builder=builder, preview=preview)
    panes.open_record()
    assert panes.record_is_shown
    panes.open_facets()
    assert panes.facets_are_open
    assert not panes.table_is_covered
    panes.open_preview()
    assert panes.preview_is_open
    assert not panes.facets_are_open
    assert screen.focused is preview
    panes.open_builder()
    assert not panes.preview_is_open
    assert panes.table_is_covered
    panes.lay_table_open()
    assert screen.focused is table
    assert not panes.close_covering()


def test_where_there_is_room_nothing_covers_the_table() -> None:
    screen = _Classes({"-wide", "-tall"})
    panes = PaneLayout(screen, table=None, builder=None, preview=None)
    panes.open_record()
    panes.open_facets()
    assert panes.record_is_shown
    assert not panes.table_is_covered
    assert not panes.close_covering()
