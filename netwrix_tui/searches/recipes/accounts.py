"""Questions about users, computers and organizational units."""

from __future__ import annotations

from netwrix_tui.searches.recipe import Blank, Recipe
from netwrix_tui.searches.recipes.blanks import MONTH, WHO

_GROUP = "Accounts"
_AD = 'source:"Active Directory"'
_NAME = Blank("name", "Which account? (a part of its name)", "What", is_person=True)

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "created-accounts", "Accounts that were created", _GROUP,
        "New users of the directory and of the cloud, and who made them.",
        f'action:Added {_AD} source:"Entra ID" type=user what:{{name}} who:{{who}} when:{{since}}',
        (_NAME, WHO, MONTH),
    ),
    Recipe(
        "deleted-accounts", "Deleted users, groups and computers", _GROUP,
        "What was removed from the directory; What tells where it stood.",
        f"action:Removed {_AD} type=user type=group type=computer what:{{name}} who:{{who}} "
        "when:{since}",
        (_NAME, WHO, MONTH),
    ),
    Recipe(
        "deleted-units", "Deleted organizational units", _GROUP,
        "An OU that is gone, and who removed it; look around it for what went along.",
        f"action:Removed {_AD} type:organizationalUnit what:{{name}} when:{{since}}",
        (Blank("name", "Which one? (a part of its name)", "What"), MONTH),
    ),
    Recipe(
        "enabled-accounts", "Accounts that were enabled", _GROUP,
        "Disabled accounts that work again, and who switched them on.",
        f"action:Modified {_AD} type=user after=Enabled what:{{name}} who:{{who}} when:{{since}}",
        (_NAME, WHO, MONTH),
    ),
    Recipe(
        "disabled-accounts", "Accounts that were disabled", _GROUP,
        "Who switched which account off, and when.",
        f"action:Modified {_AD} type=user after=Disabled what:{{name}} who:{{who}} when:{{since}}",
        (_NAME, WHO, MONTH),
    ),
    Recipe(
        "lockouts", "Account lockouts", _GROUP,
        "Accounts locked after wrong passwords; failed logons of the same name tell from where.",
        f'{_AD} type=user after:"Locked" what:{{name}} when:{{since}}',
        (_NAME, MONTH),
    ),
    Recipe(
        "password-resets", "Password resets", _GROUP,
        "Passwords set by somebody else than their owner.",
        f"action:Modified {_AD} type=user detail:reset what:{{name}} who:{{who}} when:{{since}}",
        (_NAME, WHO, MONTH),
    ),
)  # fmt: skip
