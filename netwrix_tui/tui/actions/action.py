"""Every action of the explorer, once: key bindings, footer, help and palette are made from this.

A pane's widget (or screen) takes its bindings with ``BINDINGS = bindings(Pane.TABLE)`` and has a
method ``action_<name>`` for each; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


class Pane(StrEnum):
    """Where an action works; the value is the heading in the help."""

    EXPLORER = "Everywhere"
    TABLE = "Results"
    RECORD = "Record"
    BUILDER = "Search"
    QUERY = "Query line"
    TRAIL = "Trail"
    FACETS = "Facets"
    TIMELINE = "Timeline"
    PREVIEW = "Body preview"
    NOTICE = "Nothing found"
    PLAIN = "Plain text"
    WRITE = "Records to write"
    COMPARE = "Compare"


OWN_SCREENS = frozenset({Pane.PLAIN, Pane.WRITE, Pane.COMPARE})
"""Panes that are no part of the explorer: their keys work while they are there."""


LEFT_OUT_FIRST = ("quick_filter", "searches", "builder", "copy", "search")
"""What a footer leaves out where there is no room for all of it: the first of these at first.

They work in every pane, and the footer of the table has them all.
"""

LEFT_OUT_LAST = ("keys", "retry")
"""What a footer does without last of all."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a key does. ``keys`` as Textual names them, separated by commas.

    ``label`` stands in the footer (empty: not there), ``help`` in the help and the palette.
    """

    pane: Pane
    name: str
    keys: str
    help: str
    label: str = ""
    key_display: str = ""
    priority: bool = False

    @property
    def id(self) -> str:
        """The name under which a key map knows the action."""
        return f"{self.pane.name.lower()}.{self.name}"

    def binding(self) -> Binding:
        """Textual's form of it."""
        return Binding(
            self.keys,
            self.name,
            self.label or self.help,
            show=bool(self.label),
            key_display=self.key_display or None,
            priority=self.priority,
            id=self.id,
        )


ACTIONS: tuple[Action, ...] = (
    # Everywhere
    Action(Pane.EXPLORER, "search", "f5", "Search again with the filters as they are", "search"),
    Action(Pane.EXPLORER, "query", "colon", "Type the search as one line", key_display=":"),
    Action(Pane.EXPLORER, "builder", "b", "Edit the search", "edit"),
    Action(Pane.EXPLORER, "searches", "f6", "Ready-made, saved and recent searches", "find"),
    Action(Pane.EXPLORER, "trail_back", "less_than_sign,alt+left",
           "Back to the search before, as it was left", key_display="<"),
    Action(Pane.EXPLORER, "trail_forward", "greater_than_sign,alt+right",
           "Forward to the search that one came back from", key_display=">"),
    Action(Pane.EXPLORER, "copy", "c", "Copy the open record, else the marked, else this", "copy"),
    Action(Pane.EXPLORER, "copy_as", "C", "Copy as text, JSON, XML or CSV", key_display="C"),
    Action(Pane.EXPLORER, "copy_cell", "y", "Copy the cell under the cursor"),
    Action(Pane.EXPLORER, "plain", "v", "Show as plain text, for the terminal's own selection"),
    Action(Pane.EXPLORER, "save", "s", "Save this record, the marked, the loaded or all to a file"),
    Action(Pane.EXPLORER, "columns", "O", "Choose the columns, their order and their widths",
           key_display="O"),
    Action(Pane.EXPLORER, "zone", "u", "Switch between local time and UTC"),
    Action(Pane.EXPLORER, "retry", "r", "Try the failed page again", "retry"),
    Action(Pane.EXPLORER, "quick_filter", "slash", "Filter the loaded records", "filter", "/"),
    Action(Pane.EXPLORER, "facets", "f3", "Count the values of a column of the loaded records"),
    Action(Pane.EXPLORER, "timeline", "f4", "Show the loaded records over time"),
    Action(Pane.EXPLORER, "preview", "f7", "Show what the search sends, as JSON, XML, curl …"),
    Action(Pane.EXPLORER, "wire", "f8", "Switch between JSON and XML for the next searches"),
    Action(Pane.EXPLORER, "newest", "N", "Fetch the newest first, in slices of time, or no more"),
    Action(Pane.EXPLORER, "profile", "f9", "Switch to another profile or server"),
    Action(Pane.EXPLORER, "follow", "F", "Follow: new records as they arrive; pause, go on",
           key_display="F"),
    Action(Pane.EXPLORER, "load_all", "L", "Load everything, or pause that", key_display="L"),
    Action(Pane.EXPLORER, "write", "w", "Write records, from a file or typed; where it is allowed"),
    Action(Pane.EXPLORER, "note", "n,e", "Write a note on the record; in an open one by e",
           key_display="n"),
    Action(Pane.EXPLORER, "marked", "M", "List the marked records and the notes", key_display="M"),
    Action(Pane.EXPLORER, "compare", "equals_sign", "Compare two marked records", key_display="="),
    Action(Pane.EXPLORER, "theme", "f2", "Switch between the dark and the light theme"),
    Action(Pane.EXPLORER, "back", "escape", "One step back: close, undo, cancel, clear filter"),
    Action(Pane.EXPLORER, "keys", "question_mark", "Explain this pane and the keys", "keys", "?"),
    Action(Pane.EXPLORER, "tour", "f1", "Take the tour of one minute"),
    Action(Pane.EXPLORER, "quit", "q,ctrl+q", "Leave", key_display="q"),
    # Results
    Action(Pane.TABLE, "open", "enter", "Open the record", "open", "enter"),
    Action(Pane.TABLE, "up", "up,k", "One record up", key_display="↑"),
    Action(Pane.TABLE, "down", "down,j", "One record down", key_display="↓"),
    Action(Pane.TABLE, "page_up", "pageup,ctrl+b", "One page up", key_display="pgup"),
    Action(Pane.TABLE, "page_down", "pagedown,ctrl+f", "One page down", key_display="pgdn"),
    Action(Pane.TABLE, "first", "home,g", "To the first record", key_display="home"),
    Action(Pane.TABLE, "last", "end,G", "To the last record loaded", key_display="end"),
    Action(Pane.TABLE, "left", "left,h", "One column to the left", key_display="←"),
    Action(Pane.TABLE, "right", "right,l", "One column to the right", key_display="→"),
    Action(Pane.TABLE, "sort", "S", "Sort what is loaded: upwards, downwards, as it arrived",
           key_display="S"),
    Action(Pane.TABLE, "sort_further", "plus", "Sort further by this column", key_display="+"),
    Action(Pane.TABLE, "unusual", "exclamation_mark", "The most unusual of the loaded first",
           key_display="!"),
    Action(Pane.TABLE, "mark", "space", "Mark the record, and go on to the next", "mark", "space"),
    Action(Pane.TABLE, "extend_up", "shift+up,K", "Mark upwards", key_display="⇧↑"),
    Action(Pane.TABLE, "extend_down", "shift+down,J", "Mark downwards", key_display="⇧↓"),
    Action(Pane.TABLE, "only_this", "i", "Search for only this: the value under the cursor"),
    Action(Pane.TABLE, "not_this", "x", "Search without this: the value under the cursor"),
    Action(Pane.TABLE, "or_this", "o", "Search for this too: the value under the cursor"),
    Action(Pane.TABLE, "pivot_menu", "f", "Go on from here: same account, around it, …", "go on"),
    # Record
    Action(Pane.RECORD, "next_record", "n,right_square_bracket", "Next record", "next", "n"),
    Action(Pane.RECORD, "previous_record", "p,left_square_bracket", "Record before", "before", "p"),
    Action(Pane.RECORD, "next_view", "tab", "Fields, changes, JSON, XML in turn", "view", "tab"),
    Action(Pane.RECORD, "view_fields", "1", "Show the fields and changes"),
    Action(Pane.RECORD, "view_changes", "2", "Show the changes in full"),
    Action(Pane.RECORD, "view_json", "3", "Show the JSON"),
    Action(Pane.RECORD, "view_xml", "4", "Show the XML"),
    Action(Pane.RECORD, "pivot_menu", "f", "Go on from here: same account, around it, …", "go on"),
    Action(Pane.RECORD, "layout", "x", "Switch between indented and exact", "exact"),
    Action(Pane.RECORD, "find", "slash", "Find a text in the record", key_display="/"),
    Action(Pane.RECORD, "find_next", "full_stop", "Next hit", "next hit", "."),
    Action(Pane.RECORD, "find_previous", "comma", "Hit before", key_display=","),
    Action(Pane.RECORD, "leave_find", "escape", "Leave what was found"),
    Action(Pane.RECORD, "scroll_line_up", "up,k", "One line up", key_display="↑"),
    Action(Pane.RECORD, "scroll_line_down", "down,j", "One line down", key_display="↓"),
    Action(Pane.RECORD, "scroll_page_up", "pageup", "One page up", key_display="pgup"),
    Action(Pane.RECORD, "scroll_page_down", "pagedown,space", "One page down", key_display="pgdn"),
    Action(Pane.RECORD, "scroll_top", "home,g", "To the top", key_display="home"),
    Action(Pane.RECORD, "scroll_bottom", "end,G", "To the end", key_display="end"),
    # Search
    Action(Pane.BUILDER, "edit", "enter", "Change the filter", "change", "enter"),
    Action(Pane.BUILDER, "add", "a,plus", "Add a filter", "add", "a"),
    Action(Pane.BUILDER, "switch", "space", "Switch the filter off, or on", "on/off", "space"),
    Action(Pane.BUILDER, "remove", "delete,d", "Remove the filter", "remove", "d"),
    Action(Pane.BUILDER, "paste", "p", "Paste a search: JSON, XML or a query line", "paste"),
    Action(Pane.BUILDER, "open", "o", "Open a search from a file", "file"),
    Action(Pane.BUILDER, "up", "up,k", "One filter up", key_display="↑"),
    Action(Pane.BUILDER, "down", "down,j", "One filter down", key_display="↓"),
    # Query line
    Action(Pane.QUERY, "run", "enter", "Search; take the item that is picked", "search", "enter"),
    Action(Pane.QUERY, "complete", "tab", "Take the first item", "complete", "tab"),
    Action(Pane.QUERY, "item_down", "down", "Pick an item of the list", "pick", "↓"),
    Action(Pane.QUERY, "item_up", "up", "Go through the searches before", "before", "↑"),
    Action(Pane.QUERY, "clear", "ctrl+u", "Empty the line", "clear", "^u", priority=True),
    Action(Pane.QUERY, "leave", "escape", "Leave it, the search as it was", "leave", "esc"),
    # Trail
    Action(Pane.TRAIL, "step_left", "left,h", "One step to the left", key_display="←"),
    Action(Pane.TRAIL, "step_right", "right,l", "One step to the right", key_display="→"),
    Action(Pane.TRAIL, "go", "enter", "Go to the step", "go", "enter"),
    Action(Pane.TRAIL, "name_step", "n", "Name the step of the trail", "name"),
    # Compare
    Action(Pane.COMPARE, "close", "escape,q,equals_sign", "Back to the explorer", "back", "esc"),
    Action(Pane.COMPARE, "differences", "d", "Only what differs, or all", "only what differs"),
    Action(Pane.COMPARE, "scroll_line_up", "up,k", "One line up", key_display="↑"),
    Action(Pane.COMPARE, "scroll_line_down", "down,j", "One line down", key_display="↓"),
    Action(Pane.COMPARE, "scroll_page_up", "pageup", "One page up", key_display="pgup"),
    Action(Pane.COMPARE, "scroll_page_down", "pagedown,space", "One page down", key_display="pgdn"),
    Action(Pane.COMPARE, "scroll_top", "home,g", "To the top", key_display="home"),
    Action(Pane.COMPARE, "scroll_bottom", "end,G", "To the end", key_display="end"),
    # Facets
    Action(Pane.FACETS, "only_this", "i,enter", "Search for only this value", "only", "i"),
    Action(Pane.FACETS, "not_this", "x", "Search without this value", "not", "x"),
    Action(Pane.FACETS, "or_this", "o", "Search for this value too", "or", "o"),
    Action(Pane.FACETS, "filter", "slash", "Filter the loaded records by it", "filter", "/"),
    Action(Pane.FACETS, "copy_list", "c", "Copy the list as text", "copy list", "c"),
    Action(Pane.FACETS, "next_column", "right,l", "Next column; 1 to 9 pick one", "column", "→"),
    Action(Pane.FACETS, "previous_column", "left,h", "Column before", key_display="←"),
    Action(Pane.FACETS, "up", "up,k", "One value up", key_display="↑"),
    Action(Pane.FACETS, "down", "down,j", "One value down", key_display="↓"),
    Action(Pane.FACETS, "page_up", "pageup", "One page up", key_display="pgup"),
    Action(Pane.FACETS, "page_down", "pagedown", "One page down", key_display="pgdn"),
    Action(Pane.FACETS, "first", "home,g", "To the first value", key_display="home"),
    Action(Pane.FACETS, "last", "end,G", "To the last value", key_display="end"),
    Action(Pane.FACETS, "close", "escape,f3", "Close the pane", "close", "esc"),
    # Timeline
    Action(Pane.TIMELINE, "earlier", "left,h", "One bar earlier", key_display="←"),
    Action(Pane.TIMELINE, "later", "right,l", "One bar later", key_display="→"),
    Action(Pane.TIMELINE, "earliest", "home,g", "To the earliest bar", key_display="home"),
    Action(Pane.TIMELINE, "latest", "end,G", "To the latest bar", key_display="end"),
    Action(Pane.TIMELINE, "extend_earlier", "shift+left,K", "Select towards earlier",
           key_display="⇧←"),
    Action(Pane.TIMELINE, "extend_later", "shift+right,J", "Select towards later",
           key_display="⇧→"),
    Action(Pane.TIMELINE, "zoom", "enter", "Search within the time selected", "zoom", "enter"),
    Action(Pane.TIMELINE, "zoom_out", "minus", "Back to the search before", "out", "-"),
    Action(Pane.TIMELINE, "go_to_first", "space", "To the first record of that time in the table",
           "find", "space"),
    Action(Pane.TIMELINE, "leave", "escape", "Select nothing; to the table", "table", "esc"),
    # Body preview
    Action(Pane.PREVIEW, "next_form", "tab", "JSON, XML, curl, PowerShell in turn", "form", "tab"),
    Action(Pane.PREVIEW, "form_json", "1", "Show the JSON"),
    Action(Pane.PREVIEW, "form_xml", "2", "Show the XML"),
    Action(Pane.PREVIEW, "form_curl", "3", "Show the curl command"),
    Action(Pane.PREVIEW, "form_powershell", "4", "Show the PowerShell commands"),
    Action(Pane.PREVIEW, "copy_body", "c", "Copy it exactly as it is sent", "copy this", "c"),
    Action(Pane.PREVIEW, "next_search", "n", "Next of several searches", "next", "n"),
    Action(Pane.PREVIEW, "previous_search", "p", "Search before", "before", "p"),
    Action(Pane.PREVIEW, "scroll_line_up", "up,k", "One line up", key_display="↑"),
    Action(Pane.PREVIEW, "scroll_line_down", "down,j", "One line down", key_display="↓"),
    Action(Pane.PREVIEW, "scroll_page_up", "pageup", "One page up", key_display="pgup"),
    Action(Pane.PREVIEW, "scroll_page_down", "pagedown,space", "One page down", key_display="pgdn"),
    Action(Pane.PREVIEW, "scroll_top", "home,g", "To the top", key_display="home"),
    Action(Pane.PREVIEW, "scroll_bottom", "end,G", "To the end", key_display="end"),
    # Nothing found
    Action(Pane.NOTICE, "take", "enter", "Search what the proposal says", "search that", "enter"),
    Action(Pane.NOTICE, "up", "up,k", "One proposal up", key_display="↑"),
    Action(Pane.NOTICE, "down", "down,j", "One proposal down", key_display="↓"),
    # Plain text
    Action(Pane.PLAIN, "close", "escape,q,v", "Back to the explorer", "back", "esc"),
    Action(Pane.PLAIN, "scroll_line_up", "up,k", "One line up", key_display="↑"),
    Action(Pane.PLAIN, "scroll_line_down", "down,j", "One line down", key_display="↓"),
    Action(Pane.PLAIN, "scroll_page_up", "pageup", "One page up", key_display="pgup"),
    Action(Pane.PLAIN, "scroll_page_down", "pagedown,space", "One page down", key_display="pgdn"),
    Action(Pane.PLAIN, "scroll_top", "home,g", "To the top", key_display="home"),
    Action(Pane.PLAIN, "scroll_bottom", "end,G", "To the end", key_display="end"),
    # Records to write
    Action(Pane.WRITE, "confirm", "w", "Write these records, after one more question", "write…"),
    Action(Pane.WRITE, "read", "enter", "Read the record under the cursor", "read", "enter"),
    Action(Pane.WRITE, "zone", "u", "Switch between local time and UTC"),
    Action(Pane.WRITE, "close", "escape", "Back, without writing", "back", "esc"),
)  # fmt: skip


def bindings(pane: Pane) -> list[BindingType]:
    """The bindings of one pane, in the order in which its footer shows them."""
    return [action.binding() for action in ACTIONS if action.pane is pane]
