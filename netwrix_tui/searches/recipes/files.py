"""Questions about files and folders."""

from __future__ import annotations

from netwrix_tui.searches.recipe import Blank, Recipe
from netwrix_tui.searches.recipes.blanks import FOLDER, MONTH, WEEK, WHO, since

_GROUP = "Files"
_FILES = "source:File source:SharePoint"
_REFUSED = " ".join(
    f'action:"{name} (Failed Attempt)"'
    for name in ("Read", "Modify", "Remove", "Add", "Move", "Rename")
)

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "deleted-files", "Who deleted this file or folder?", _GROUP,
        "Removals on file servers and SharePoint; type a part of the name or path.",
        f"action:Removed {_FILES} what:{{folder}} who:{{who}} when:{{since}}",
        (FOLDER, WHO, MONTH),
    ),
    Recipe(
        "moved-files", "Who moved or renamed it?", _GROUP,
        "A file that is not where it was; the new place or name stands in the changes.",
        f"action:Moved action:Renamed {_FILES} what:{{folder}} who:{{who}} when:{{since}}",
        (FOLDER, WHO, MONTH),
    ),
    Recipe(
        "folder-history", "Everything that happened in a folder", _GROUP,
        "All actions on what begins with a path; F3 counts them by account.",
        "what^={folder} when:{since}",
        (Blank("folder", "Which folder? (whole path)", "What", is_needed=True), WEEK),
    ),
    Recipe(
        "file-permissions", "Permissions on files changed", _GROUP,
        "Who may do what on a folder, before and after; the record shows both lists.",
        'action:Modified source:"File Servers" detail:Permissions what:{folder} who:{who} '
        "when:{since}",
        (FOLDER, WHO, MONTH),
    ),
    Recipe(
        "refused-files", "Failed attempts on files", _GROUP,
        "What somebody tried on files and was not allowed to; F3 counts by account.",
        f"{_REFUSED} {_FILES} who:{{who}} what:{{folder}} when:{{since}}",
        (WHO, FOLDER, WEEK),
    ),
    Recipe(
        "mass-change", "Mass change in minutes (ransomware)", _GROUP,
        "Everything changed on file servers; very many lines of one account in minutes tell.",
        'action:Modified action:Renamed action:Removed source:"File Servers" who:{who} '
        "when:{since}",
        (WHO, since("3d")),
    ),
    Recipe(
        "renamed-to", "Files renamed to another ending", _GROUP,
        "Endings such as .locked or .crypt are the trace of ransomware; the account stands in Who.",
        "action:Renamed after$={ending} when:{since}",
        (Blank("ending", "The new ending", "After", ".locked", is_needed=True), MONTH),
    ),
    Recipe(
        "bulk-copies", "Bulk copies of files", _GROUP,
        "Who copied many files, and where to; F3 counts them by account.",
        'action:Copied source:"File Servers" who:{who} what:{folder} when:{since}',
        (WHO, FOLDER, MONTH),
    ),
    Recipe(
        "bulk-reads", "Bulk reads of files", _GROUP,
        "Who opened many files of a folder; F3 counts them by account.",
        'action:Read source:"File Servers" what:{folder} who:{who} -who:{quiet} when:{since}',
        (FOLDER, WHO,
         Blank("quiet", "Without which accounts?", "Who", "svc-, backup", takes_several=True),
         WEEK),
    ),
    Recipe(
        "shared-outside", "Documents shared with guests", _GROUP,
        "Sharing links of SharePoint Online; whom they are for stands in the changes.",
        'source:SharePoint type:Sharing what:{folder} who:{who} when:{since}',
        (FOLDER, WHO, WEEK),
    ),
)  # fmt: skip
