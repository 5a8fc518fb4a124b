"""F6 finds ready-made searches by words of the trade; an exact name goes before what was run."""

from __future__ import annotations

import pytest

from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.searches.kept_searches import RecentSearch
from netwrix_tui.searches.recipes import RECIPES
from netwrix_tui.searches.recipes.words import WORDS
from netwrix_tui.searches.search_choices import matching_searches, offered_searches


def found(typed: str, *recent: str) -> list[str]:
    lately = [RecentSearch(line, n) for n, line in enumerate(recent)]
    offered = offered_searches((), lately, RECIPES, UTC_ZONE)
    return [o.recipe.id if o.recipe else o.group for o in matching_searches(typed, offered)]


def test_every_ready_made_search_has_words() -> None:
    assert set(WORDS) == {recipe.id for recipe in RECIPES}


@pytest.mark.parametrize(
    ("typed", "recipe"),
    [
        ("vanish", "deleted-files"), ("missing", "deleted-files"), ("gone", "deleted-files"),
        ("gpo", "policy-changes"), ("brute force", "failed-logons"), ("acl", "file-permissions"),
        ("exfiltration", "bulk-copies"), ("pim", "cloud-roles"), ("oauth", "cloud-consents"),
        ("lateral", "many-workstations"), ("persistence", "starts-by-itself"),
        ("weekend", "logons-at-night"), ("encrypted", "mass-change"), ("offboarding", "leaver"),
        ("4740", "lockouts"), ("snooping", "mailbox-by-others"), ("upn", "about-person"),
    ],
)  # fmt: skip
def test_words_of_the_trade_find_it(typed: str, recipe: str) -> None:
    assert recipe in found(typed)[:3]


def test_an_exact_name_goes_before_what_was_run_lately() -> None:
    lately = ("who:lockouts when:7d", "everything about a person", 'type:"Group Policy changes"')
    assert found("Everything about a person", *lately)[0] == "about-person"
    assert found("lockouts", *lately)[0] == "lockouts"
    assert found("  group policy   CHANGES ", *lately)[0] == "policy-changes"


def test_a_word_of_a_ready_made_search_goes_before_what_was_run_lately() -> None:
    lately = ("vanish what:gpo", "gpo when:7d", "what:gone", 'lateral "brute force"')
    for typed in ("vanish", "gpo", "gone", "brute force", "lateral"):
        names = found(typed, *lately)
        assert "Recent" in names
        assert names[0] != "Recent"
    # Of a word that none of them has whole, what was run lately goes first still.
    assert found("vanis", "what:vanis")[0] == "Recent"
