"""The ready-made searches, group by group: data only."""

from __future__ import annotations

from netwrix_tui.searches.recipe import Recipe
from netwrix_tui.searches.recipes import (
    accounts,
    auditing,
    files,
    groups,
    logons,
    mail,
    people,
    platforms,
    policies,
)

RECIPES: tuple[Recipe, ...] = (
    *files.RECIPES,
    *accounts.RECIPES,
    *groups.RECIPES,
    *logons.RECIPES,
    *policies.RECIPES,
    *mail.RECIPES,
    *platforms.RECIPES,
    *auditing.RECIPES,
    *people.RECIPES,
)
"""All of them, in the order in which they are offered."""
