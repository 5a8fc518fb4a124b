"""Questions about the auditing itself: somebody who has something to hide begins here."""

from __future__ import annotations

from netwrix_tui.searches.recipe import Recipe
from netwrix_tui.searches.recipes.blanks import MONTH, SERVER, WHO

_GROUP = "The auditing itself"

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "self-audit", "Who touched the auditing?", _GROUP,
        "Changes of monitoring plans, roles and settings of Netwrix Auditor.",
        "source:Self-audit who:{who} when:{since}",
        (WHO, MONTH),
    ),
    Recipe(
        "logs-cleared", "Event logs that were cleared", _GROUP,
        "Event 1102 and its like: look at the hour before it.",
        'type:"Event log" action:Removed where:{server} when:{since}',
        (SERVER, MONTH),
    ),
)  # fmt: skip
