"""Searches are found by words, in any order, and by letters where no word fits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.searches.fuzzy_match import Candidate, best_matches
from netwrix_tui.searches.recipes import RECIPES

_ALL = [Candidate(r.id, (r.name, r.group, r.about, r.line)) for r in RECIPES]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ransom", "mass-change"),
        ("LOCKOUTS", "lockouts"),
        ("deleted file", "deleted-files"),
        ("file deleted", "deleted-files"),
        ("privileged", "privileged-groups"),
        ("organiz", "deleted-units"),
        ("many users", "many-users"),
        ("Self-audit", "self-audit"),
        ("lckts", "lockouts"),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: str, first: str) -> None:
    assert best_matches(typed, _ALL)[0] == first


def test_nothing_typed_is_everything_and_nonsense_is_nothing() -> None:
    assert best_matches("  ", _ALL) == [recipe.id for recipe in RECIPES]
    assert best_matches("xyzzy", _ALL) == []


@given(st.text(max_size=30))
@settings(deadline=None, max_examples=50)
def test_any_text_can_be_typed(typed: str) -> None:
    assert set(best_matches(typed, _ALL)) <= {recipe.id for recipe in RECIPES}


@given(st.data())
@settings(deadline=None, max_examples=50)
def test_each_is_found_by_its_own_words(data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(RECIPES))
    words = data.draw(st.permutations(chosen.name.split()))
    assert chosen.id in best_matches(" ".join(words), _ALL)


def test_what_begins_as_it_is_typed_comes_first() -> None:
    spray = Candidate("spray", ("Failures from one workstation",))
    users = Candidate("users", ("One workstation with many users",))
    assert best_matches("one workstation", [spray, users]) == ["users", "spray"]
    assert best_matches("workstation", [spray, users]) == ["spray", "users"]
