"""Keys of the panes of the search: builder, query line, body preview."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Action, Pane, scroll_actions

SEARCH_ACTIONS: tuple[Action, ...] = (
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
    Action(Pane.QUERY, "leave", "escape", "Leave without a change to the search", "leave", "esc"),
    # Body preview
    Action(Pane.PREVIEW, "next_format", "tab", "JSON, XML, curl and PowerShell", "format", "tab"),
    Action(Pane.PREVIEW, "format_json", "1", "Show the JSON"),
    Action(Pane.PREVIEW, "format_xml", "2", "Show the XML"),
    Action(Pane.PREVIEW, "format_curl", "3", "Show the curl command"),
    Action(Pane.PREVIEW, "format_powershell", "4", "Show the PowerShell commands"),
    Action(Pane.PREVIEW, "copy_body", "c", "Copy it exactly as it is sent", "copy this", "c"),
    Action(Pane.PREVIEW, "next_search", "n", "Next of several searches", "next", "n"),
    Action(Pane.PREVIEW, "previous_search", "p", "Previous search", "before", "p"),
    *scroll_actions(Pane.PREVIEW),
)  # fmt: skip
