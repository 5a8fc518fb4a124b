"""Questions about one person, and days without noise."""

from __future__ import annotations

from netwrix_tui.searches.recipe import Blank, Recipe
from netwrix_tui.searches.recipes.blanks import MONTH, NOISE, since

_PEOPLE, _QUIET = "People", "A day without noise"
_CHANGES = "action:Added action:Removed action:Modified action:Moved action:Renamed"
_REFUSED = " ".join(
    f'action:"{name} (Failed Attempt)"'
    for name in ("Read", "Modify", "Remove", "Add", "Move", "Rename")
)
_PERSON = Blank("who", "Which account? (a part of its name)", "Who", is_needed=True, is_person=True)

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "leaver", "Everything that somebody did (a leaver)", _PEOPLE,
        "All actions of one account; F3 on Action counts them, ! puts odd ones first.",
        "who:{who} when:{since}",
        (_PERSON, MONTH),
    ),
    Recipe(
        "about-person", "Everything about a person", _PEOPLE,
        "The name anywhere: as the one who acts, as the object, as a member in the changes.",
        "{name} when:{since}",
        (Blank("name", "Which name? (a part of it)", "Who", is_needed=True, is_person=True), MONTH),
    ),
    Recipe(
        "refused-to-person", "Everything that was refused to somebody", _PEOPLE,
        "Failed attempts and failed logons of one account.",
        f'{_REFUSED} action:"Failed Logon" who:{{who}} when:{{since}}',
        (_PERSON, MONTH),
    ),
    Recipe(
        "quiet-day", "A day without noise", _QUIET,
        "What people did, without services, backup, antivirus and what only reads.",
        '-who:{noise} -action:Read -action:Logoff -action:"Successful Logon" when:{since}',
        (NOISE, since("yesterday")),
    ),
    Recipe(
        "quiet-changes", "Changes of a day in directory and policies", _QUIET,
        "What administrators did to accounts, groups, policies and roles, without services.",
        f'{_CHANGES} source:"Active Directory" source:"Group Policy" source:"Entra ID" '
        "-who:{noise} when:{since}",
        (NOISE, since("2d")),
    ),
)  # fmt: skip
