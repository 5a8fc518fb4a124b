"""Words by which the palette finds a command, beside those of its help: what other tools say."""

from __future__ import annotations

COMMAND_WORDS: dict[str, tuple[str, ...]] = {
    "explorer.search": ("refresh", "reload", "run", "find"),
    "explorer.query": ("query language", "command line", "filter by"),
    "explorer.builder": ("add filter", "where", "criteria", "advanced search"),
    "explorer.searches": ("recipes", "saved queries", "bookmarks", "favourites", "templates"),
    "explorer.names": ("identity", "alias", "also known as", "who is", "upn"),
    "explorer.trail_back": ("undo", "previous", "go back", "history"),
    "explorer.trail_forward": ("redo", "next search"),
    "explorer.copy": ("clipboard", "ticket", "yank"),
    "explorer.copy_as": ("clipboard", "export as text", "markdown table"),
    "explorer.save": ("export", "download", "csv", "excel", "json", "xml", "save as", "report"),
    "explorer.sql": ("group by", "select", "join", "aggregate", "pivot table"),
    "explorer.columns": ("select columns", "show column", "hide column", "fields"),
    "explorer.zone": ("time zone", "timezone", "utc", "local time"),
    "explorer.zone_named": ("time zone", "timezone", "change zone"),
    "explorer.quick_filter": ("grep", "search within", "narrow", "highlight"),
    "explorer.mark_shown": ("select all", "check all"),
    "explorer.summary": ("group by", "count by", "aggregate", "pivot table", "cross table"),
    "explorer.facets": ("group by", "count by", "top values", "distinct", "statistics"),
    "explorer.timeline": ("histogram", "chart", "graph", "over time"),
    "explorer.preview": ("api request", "curl", "powershell", "raw query"),
    "explorer.newest": ("order by time", "latest first", "descending"),
    "explorer.profile": ("switch server", "connect", "log in", "change account"),
    "explorer.follow": ("tail", "live", "watch", "stream", "monitor"),
    "explorer.load_all": ("fetch all", "all pages", "select everything"),
    "explorer.write": ("import", "upload", "insert", "add record"),
    "explorer.note": ("comment", "annotate", "remark"),
    "explorer.marked": ("story", "bookmarks", "selection", "findings"),
    "explorer.marks_back": ("undo", "restore marks"),
    "explorer.compare": ("diff", "difference"),
    "explorer.evidence": ("export", "report", "chain of custody", "sign", "zip", "hand over"),
    "explorer.save_case": ("save session", "archive", "investigation"),
    "explorer.resume": ("restore session", "last session"),
    "explorer.theme": ("dark mode", "light mode", "colours", "colors"),
    "explorer.back": ("undo", "cancel", "close", "escape"),
    "explorer.keys": ("help", "shortcuts", "cheat sheet"),
    "explorer.tour": ("tutorial", "getting started", "introduction"),
    "explorer.quit": ("exit", "close program", "log out", "bye"),
    "table.sort": ("order by", "ascending", "descending"),
    "table.unusual": ("anomaly", "outlier", "suspicious", "rare"),
    "table.mark": ("select", "check"),
    "table.only_this": ("filter in", "include", "where equals"),
    "table.not_this": ("filter out", "exclude", "hide"),
    "table.pivot_menu": ("drill down", "context", "around", "surrounding", "related"),
}
"""By the action's id."""


def says(action_id: str, typed: str) -> bool:
    """Whether a command is meant by what is typed: the beginning of one of its words."""
    asked = " ".join(typed.casefold().split())
    if len(asked) < 2:
        return False
    return any(
        words.startswith(asked) or f" {asked}" in f" {words}"
        for words in COMMAND_WORDS.get(action_id, ())
    )
