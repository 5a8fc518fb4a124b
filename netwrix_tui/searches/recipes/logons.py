"""Questions about signing in, and about the hours of the night."""

from __future__ import annotations

from netwrix_tui.records.sequence_pattern import Same
from netwrix_tui.searches.recipe import Blank, Recipe, RecipeSequence
from netwrix_tui.searches.recipes.blanks import HOURS, MONTH, NOISE, WEEK, WITHIN, at_least

_GROUP = "Logons and hours"
_STATION = Blank("workstation", "From which workstation?", "Workstation")
_ACCOUNT = Blank("who", "Which account?", "Who", is_person=True)

_FAILED, _SUCCEEDED = 'action:"Failed Logon"', 'action:"Successful Logon"'

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "guessed-password", "Guessed password: many failures, then a success", _GROUP,
        "An account that failed so often and then got in; enter on a line shows its records.",
        f"{_FAILED} {_SUCCEEDED} who:{{who}} when:{{since}}",
        (at_least("10"), WITHIN, _ACCOUNT, WEEK),
        RecipeSequence(_FAILED, _SUCCEEDED, Same.WHO),
    ),
    Recipe(
        "password-spray", "Password spray: failures from one workstation, then a success", _GROUP,
        "A workstation or address that tried many accounts, and which of them let it in.",
        f"{_FAILED} {_SUCCEEDED} workstation:{{workstation}} when:{{since}}",
        (at_least("20"), WITHIN, _STATION, WEEK),
        RecipeSequence(_FAILED, _SUCCEEDED, Same.WORKSTATION),
    ),
    Recipe(
        "failed-logons", "Failed logons", _GROUP,
        "F3 on Who or Workstation counts them; one workstation for many names is a spray.",
        'action:"Failed Logon" who:{who} workstation:{workstation} when:{since}',
        (_ACCOUNT, _STATION, WEEK),
    ),
    Recipe(
        "failed-then-successful", "Failed logons, then a successful one", _GROUP,
        "Sort by Who (S), and look for a success right above several failures.",
        'action:"Failed Logon" action:"Successful Logon" source:"Logon Activity" who:{who} '
        "when:{since}",
        (Blank("who", "Which account? (a part of its name)", "Who", is_needed=True,
               is_person=True), WEEK),
    ),
    Recipe(
        "many-workstations", "One user on many workstations", _GROUP,
        "Name the user, then F3 on Workstation: nobody walks to thirty desks in an hour.",
        'action:"Successful Logon" source:"Logon Activity" detail:Interactive who:{who} '
        "when:{since}",
        (_ACCOUNT, WEEK),
    ),
    Recipe(
        "many-users", "One workstation with many users", _GROUP,
        "Name the workstation, then F3 on Who; a password spray shows so, too.",
        'action:"Successful Logon" action:"Failed Logon" source:"Logon Activity" '
        "workstation:{workstation} when:{since}",
        (Blank("workstation", "Which workstation or address?", "Workstation", is_needed=True),
         WEEK),
    ),
    Recipe(
        "logons-at-night", "Logons outside working hours", _GROUP,
        "People who sign in at night; F3 counts them by account, ! puts new pairs first.",
        'action:"Successful Logon" -hours:{hours} -who:{noise} when:{since}',
        (HOURS, NOISE, WEEK),
    ),
    Recipe(
        "changes-at-night", "Any change outside working hours", _GROUP,
        "Whatever was added, removed or modified at night, but for service accounts.",
        "action:Added action:Removed action:Modified action:Moved action:Renamed -hours:{hours} "
        "-who:{noise} when:{since}",
        (HOURS, NOISE, WEEK),
    ),
    Recipe(
        "service-at-a-desk", "Service accounts that sign in at a desk", _GROUP,
        "A service account never needs a keyboard: each of these wants an explanation.",
        'action:"Successful Logon" who:{who} detail:Interactive when:{since}',
        (Blank("who", "What do service accounts begin with?", "Who", "svc-", is_needed=True),
         MONTH),
    ),
    Recipe(
        "logons-of", "When did this account sign in?", _GROUP,
        "Logons, failed ones and log-offs of one account; F3 shows from where, ! what is new.",
        'action:"Successful Logon" action:"Failed Logon" action:Logoff who:{who} when:{since}',
        (Blank("who", "Which account?", "Who", is_needed=True, is_person=True), MONTH),
    ),
)  # fmt: skip
