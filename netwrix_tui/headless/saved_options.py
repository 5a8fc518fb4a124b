"""Saved and ready-made searches on the command line: ``--saved``, ``--recipe``, ``recipes``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence

from netwrix_tui import standard_streams
from netwrix_tui.config.directories import state_directory
from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.headless.choices import shown_zone
from netwrix_tui.records.query import line_of
from netwrix_tui.sanitize import visible
from netwrix_tui.searches.kept_names import KeptNames
from netwrix_tui.searches.kept_searches import SavedSearches
from netwrix_tui.searches.other_names import names_beside
from netwrix_tui.searches.recipe import Also, Blank, Recipe, nothing_else
from netwrix_tui.searches.recipes import RECIPES
from netwrix_tui.searches.search_choices import read_line


def apply_saved_search(options: argparse.Namespace, remembered_as: str) -> None:
    """Put the kept search that the options name before their query. Raises UsageError.

    ``remembered_as`` is the name under which the explorer keeps searches: the profile's, else the
    server's.
    """
    lines: list[str] = []
    if options.saved is not None:
        directory = state_directory(os.environ)
        saved = SavedSearches(directory, remembered_as).named(options.saved)
        # It was written in local time, whatever the query beside it is read in.
        zone = shown_zone(options)
        lines.append(line_of(read_line(saved.line, zone), zone))
    if options.recipe is not None:
        also = _NamesBeside(remembered_as)
        lines.append(
            filled_line(options.recipe, options.answers, given_by="--with ", also=also.names)
        )
    elif options.answers:
        raise UsageError("--with answers what a ready-made search asks.", next_step="Add --recipe.")
    if not lines:
        return
    if getattr(options, "body", None) is not None:
        raise UsageError(
            "A kept search and --body do not go together.", next_step="Leave one of them out."
        )
    options.query = " ".join((*lines, options.query)).strip()


class _NamesBeside:
    """Other names of people and groups, as the explorer has learnt them; they are said once."""

    def __init__(self, remembered_as: str) -> None:
        self._kept = KeptNames(state_directory(os.environ), remembered_as)
        self._is_read = False

    def names(self, blank: Blank, typed: str) -> Sequence[str]:
        """What is searched beside an answer."""
        if not self._is_read:
            self._is_read = True
            self._kept.load()
        others = names_beside(blank, typed, self._kept.known)
        if others.words:
            so = "all are searched" if others.names else "only what is typed is searched"
            standard_streams.tell(f"netwrix-tui: {visible(others.words)}: {so}.\n")
        return others.names


def filled_line(
    name: str, answers: Sequence[str], given_by: str = "", also: Also = nothing_else
) -> str:
    """The line of a ready-made search with its answers, as ``who=jane``. Raises UsageError.

    ``given_by`` is what stands before an answer where it is typed.
    """
    recipe, values = recipe_named(name), answers_of(answers)
    for needed in recipe.blanks:
        if needed.is_needed and not values.get(needed.name, needed.default).strip():
            raise UsageError(
                f"“{needed.question}” needs an answer.",
                next_step=f"Give {given_by}{needed.name}=…",
            )
    return recipe.filled(values, also)


def answers_of(answers: Sequence[str]) -> dict[str, str]:
    """The answers by the names of the blanks. Raises UsageError for what is none."""
    values: dict[str, str] = {}
    for answer in answers:
        blank, equals, value = answer.partition("=")
        if not equals:
            raise UsageError(f"{answer!r} is no answer.", next_step="Type it as who=jane.")
        values[blank.strip()] = value
    return values


def recipe_named(name: str) -> Recipe:
    """The ready-made search of an ID. Raises UsageError."""
    found = next((recipe for recipe in RECIPES if recipe.id == name.strip().lower()), None)
    if found is None:
        raise UsageError(
            f"There is no ready-made search {name!r}.",
            next_step=f"{did_you_mean(name, (recipe.id for recipe in RECIPES))}"
            "netwrix-tui recipes lists them.",
        )
    return found


def recipe_list() -> Iterator[str]:
    """All ready-made searches, group by group, a line or two each."""
    group = ""
    for recipe in RECIPES:
        if recipe.group != group:
            yield f"{'' if not group else chr(10)}{recipe.group}"
            group = recipe.group
        yield f"  {recipe.id:<24}{recipe.name}"


def recipe_details(recipe: Recipe) -> Iterator[str]:
    """What one of them is for, what it asks, and its line."""
    yield recipe.name
    yield recipe.about
    for blank in recipe.blanks:
        default = f" ({blank.default})" if blank.default else ""
        needed = ", needed" if blank.is_needed and not blank.default else ""
        yield f"  {blank.name:<12}{blank.question}{default}{needed}"
    yield recipe.line


def show_recipes(options: argparse.Namespace) -> int:
    """``netwrix-tui recipes``: all, one explained, or the line of one with its answers."""
    if not options.id:
        lines = list(recipe_list())
    elif options.answers:
        lines = [filled_line(options.id, options.answers)]
    else:
        lines = list(recipe_details(recipe_named(options.id)))
    standard_streams.put("\n".join((*lines, "")))
    return 0
