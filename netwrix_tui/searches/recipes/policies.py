"""Questions about Group Policy."""

from __future__ import annotations

from netwrix_tui.searches.recipe import Blank, Recipe
from netwrix_tui.searches.recipes.blanks import MONTH, WEEK, WHO

_GROUP = "Group Policy"
_POLICY = Blank("policy", "Which policy?", "What")

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "policy-changes", "Group Policy changes", _GROUP,
        "Each setting with its value before and after; enter opens the record.",
        'source:"Group Policy" what:{policy} who:{who} when:{since}',
        (_POLICY, WHO, WEEK),
    ),
    Recipe(
        "password-policy", "Password and lockout policy changed", _GROUP,
        "How long passwords are, and after how many failures an account locks: before and after.",
        'source:"Group Policy" detail:"Password Policy" detail:"Account Lockout Policy" '
        "who:{who} when:{since}",
        (WHO, MONTH),
    ),
    Recipe(
        "audit-policy", "Audit policy changed", _GROUP,
        "What Windows itself writes into its logs; “No auditing” makes this program blind, too.",
        'source:"Group Policy" detail:"Audit Policy" what:{policy} who:{who} when:{since}',
        (_POLICY, WHO, MONTH),
    ),
)  # fmt: skip
