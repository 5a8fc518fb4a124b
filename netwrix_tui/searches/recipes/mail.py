"""Questions about mailboxes."""

from __future__ import annotations

from netwrix_tui.searches.recipe import Blank, Recipe
from netwrix_tui.searches.recipes.blanks import MONTH, WHO

_GROUP = "Mail"
_MAILBOX = Blank("mailbox", "Whose mailbox?", "What", is_person=True)

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "mailbox-by-others", "Mailbox read by another than its owner", _GROUP,
        "Name the mailbox and its owner's account; what is left did somebody else.",
        "action:Read action:Sent action:Copied source:Exchange type=Mailbox what:{mailbox} "
        "-who:{owner} when:{since}",
        (Blank("mailbox", "Whose mailbox?", "What", is_needed=True, is_person=True),
         Blank("owner", "The owner's account, to leave out", "Who", takes_several=True), MONTH),
    ),
    Recipe(
        "mail-sent-to", "Mail sent to an address or domain", _GROUP,
        "Who wrote to it, with which subject and attachment.",
        "action:Sent source:Exchange detail:{recipient} who:{who} when:{since}",
        (Blank("recipient", "Which address or domain?", "Detail", is_needed=True), WHO, MONTH),
    ),
    Recipe(
        "mailbox-rights", "Rights on mailboxes changed", _GROUP,
        "Who may open whose mailbox since when.",
        "action:Modified source:Exchange type=Mailbox detail:Permissions what:{mailbox} who:{who} "
        "when:{since}",
        (_MAILBOX, WHO, MONTH),
    ),
    Recipe(
        "mail-rules", "Mail rules and forwarding changed", _GROUP,
        "Transport rules: conditions, forwarding and state, before and after.",
        "source:Exchange type:rule who:{who} when:{since}",
        (WHO, MONTH),
    ),
)  # fmt: skip
