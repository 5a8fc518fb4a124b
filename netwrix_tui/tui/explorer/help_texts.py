"""Help texts of the panes, a few sentences each, shown above the pane's keys."""

from __future__ import annotations

from netwrix_tui.tui.actions.action import Pane

PANE_WORDS: dict[Pane, str] = {
    Pane.EXPLORER: (
        "These keys work wherever you are. A search is what the bold line at the top says; F6 "
        "has ready-made ones for common questions. esc steps back one thing at a time and "
        "never leaves the program."
    ),
    Pane.TABLE: (
        "Each line is one thing that somebody did; more are fetched as you come near the end. "
        "Marks say what is copied or saved; without marks it is the line under the cursor. "
        "A change of members stands here as a change of the group: open it to see who. "
        "F follows: what arrives stands on top, with a * for a minute. ! puts first what is "
        "unusual: bursts, new workstations, odd hours; the record says why."
    ),
    Pane.RECORD: (
        "One record, whole: its fields, then each change with the value before and after. JSON "
        "and XML show what the server sent, byte for byte. Characters that a terminal would "
        "obey are shown, not obeyed."
    ),
    Pane.BUILDER: (
        "The filters of the search. Several values of one filter are alternatives (or); "
        "different filters all have to hold (and); a “not” always has to hold. Nothing is "
        "asked of the server before F5. A filter that is switched off stays for later."
    ),
    Pane.QUERY: (
        "The search as one line, as who:jane -who:svc action:Removed when:7d. A colon means "
        "contains, = is, ^= begins with, $= ends with, a minus in front is not; a bare word is "
        "looked for anywhere. What is wrong is marked under its place."
    ),
    Pane.TRAIL: (
        "Every search is a step of the trail, and stands as you left it: records, cursor, "
        "marks. Going back asks the server for nothing, unless a step says that it loads again."
    ),
    Pane.FACETS: (
        "How often each value of a column is there, among the records that are loaded: not "
        "among all that the server has. With a quick filter, among those that it lets through. "
        "i, x and o make another search of a value; / only filters what is loaded."
    ),
    Pane.TIMELINE: (
        "How many of the loaded records there are at what time, each bar as long as the line "
        "says. It fills while records come in. Select with shift or by dragging; enter searches "
        "within that time, - goes back, F4 closes the pane."
    ),
    Pane.PREVIEW: (
        "What F5 would send, exactly: for a script, or to see how a filter is written in the API."
    ),
    Pane.NOTICE: (
        "The search found nothing. Each proposal is the same search, a little wider; what it "
        "goes without is switched off in the search, not thrown away. No record may also mean: "
        "not collected yet, older than the database keeps, or not for this account to see."
    ),
    Pane.PLAIN: (
        "Plain text without a mouse of ours: select it with your terminal's own selection, "
        "where nothing else reaches your clipboard."
    ),
    Pane.WRITE: (
        "Records as they will be written to the server, each checked before anything is sent. "
        "A written record cannot be changed or taken back: nothing here is sent twice by itself."
    ),
    Pane.SQL: (
        "A SELECT in SQLite's words over what is loaded, or over the whole case where one is open "
        "without its server. Nothing can be changed by it. time is text in UTC, local(time) is in "
        "the zone shown, location is Where; LIKE heeds no case, = does. An empty line offers "
        "examples, one for each kind of question."
    ),
    Pane.ROWS: (
        "What a statement gave. With rid in it, enter opens the record; on a who, what, location "
        "and the like, i, x and o search by the value."
    ),
    Pane.SUMMARY: (
        "The loaded records by one to three keys: how many, over time, the first and the last, how "
        "many different accounts, objects and workstations. Not what the server has beyond them: "
        "L loads all. enter searches for the records of a line, and esc comes back from there; "
        "F6 has sequences, as a guessed password or a spray."
    ),
    Pane.COMPARE: "Two marked records side by side; what differs is pointed out.",
}
