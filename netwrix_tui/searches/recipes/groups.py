"""Questions about groups, roles and privileges.

A change of members is recorded as a change of the group: What is the group, the member stands in
the details.
"""

from __future__ import annotations

from netwrix_tui.searches.recipe import Blank, Recipe
from netwrix_tui.searches.recipes.blanks import MONTH, SERVER, WHO

_GROUP = "Groups and privileges"
_PRIVILEGED = "Domain Admins, Enterprise Admins, Schema Admins, Account Operators"

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "privileged-groups", "Members of privileged groups changed", _GROUP,
        "Domain Admins and the like; who went in or out stands in the changes of the group.",
        "action:Modified type=group what:{groups} who:{who} when:{since}",
        (Blank("groups", "Which groups?", "What", _PRIVILEGED, is_needed=True, takes_several=True,
               is_group=True),
         WHO, MONTH),
    ),
    Recipe(
        "group-members", "All group membership changes", _GROUP,
        "What is the group; the member stands in the changes.",
        'action:Modified source:"Active Directory" type=group detail:member what:{group} '
        "who:{who} when:{since}",
        (Blank("group", "Which group?", "What", is_group=True), WHO, MONTH),
    ),
    Recipe(
        "groups-of-person", "Groups that somebody was put into", _GROUP,
        "Changes of groups and roles that name this member; What is the group.",
        "action:Modified type:group type:role detail:{member} when:{since}",
        (Blank("member", "Which member? (a part of the name)", "Who", is_needed=True,
               is_person=True), MONTH),
    ),
    Recipe(
        "cloud-roles", "Cloud roles given or activated", _GROUP,
        "Roles of Entra ID; who got one stands in the changes, a reason in Justification.",
        "source:Entra type=Role what:{role} who:{who} when:{since}",
        (Blank("role", "Which role?", "What"), WHO, MONTH),
    ),
    Recipe(
        "cloud-consents", "Applications that were given rights", _GROUP,
        "New applications of Entra ID; which mail and files they may read stands in the changes.",
        "source:Entra type=Application who:{who} when:{since}",
        (WHO, MONTH),
    ),
    Recipe(
        "local-admins", "Local administrators changed", _GROUP,
        "Members of the group Administrators on Windows servers.",
        'source:"Windows Server" type:group what:Administrators where:{server} when:{since}',
        (SERVER, MONTH),
    ),
)  # fmt: skip
