"""Questions about servers, databases, virtual machines and devices."""

from __future__ import annotations

from netwrix_tui.searches.recipe import Blank, Recipe
from netwrix_tui.searches.recipes.blanks import MONTH, SERVER, WEEK, WHO

_GROUP = "Servers and databases"

RECIPES: tuple[Recipe, ...] = (
    Recipe(
        "sql-roles", "SQL Server: roles and permissions changed", _GROUP,
        "Members of database and server roles; who was added stands in the changes.",
        'source:"SQL Server" type:role type:permission type:user where:{server} who:{who} '
        "when:{since}",
        (SERVER, WHO, MONTH),
    ),
    Recipe(
        "sql-data", "SQL Server: data changed in a table", _GROUP,
        "Values of a table before and after; F3 counts them by account.",
        'source:"SQL Server" type=Table what:{table} who:{who} when:{since}',
        (Blank("table", "Which table?", "What"), WHO, MONTH),
    ),
    Recipe(
        "windows-servers", "Windows servers: what was configured", _GROUP,
        "Services, programs, registry, tasks and local groups of a server.",
        'source:"Windows Server" where:{server} who:{who} when:{since}',
        (SERVER, WHO, MONTH),
    ),
    Recipe(
        "starts-by-itself", "Windows servers: programs that start by themselves", _GROUP,
        "New entries under Run, scheduled tasks and services: how something stays after a restart.",
         'action:Added source:"Windows Server" type:"Registry value" type:"Scheduled task" '
        "type:Service where:{server} who:{who} when:{since}",
        (SERVER, WHO, WEEK),
    ),
    Recipe(
        "vmware", "VMware changes", _GROUP,
        "Virtual machines, their hardware, snapshots and copies.",
        "source:VMware what:{machine} who:{who} when:{since}",
        (Blank("machine", "Which machine?", "What"), WHO, WEEK),
    ),
    Recipe(
        "devices", "Firewalls and switches: configuration changed", _GROUP,
        "Configuration of network devices, and who signed in to change it.",
        'action:Modified source:"Network Devices" where:{device} who:{who} when:{since}',
        (Blank("device", "Which device?", "Where"), WHO, MONTH),
    ),
)  # fmt: skip
