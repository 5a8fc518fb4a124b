"""The fold of a search, against its definition, character by character."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.records.case_fold import FIXED, fold_case


def by_definition(text: str) -> str:
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def test_every_character_alone() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    assert [fold_case(character) for character in every] == [by_definition(c) for c in every]
    assert [c for c in every if len(c.lower()) != 1] == [FIXED]


@given(st.text(st.characters() | st.sampled_from("ΣİςσIıßẞſK")))
def test_a_text_is_the_fold_of_its_characters(text: str) -> None:
    assert fold_case(text) == by_definition(text)
    assert fold_case(fold_case(text)) == fold_case(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("ΟΔΟΣ", "οδοσ", True), ("ΟΔΟΣ", "οδος", False), ("STRASSE", "straße", False)],
)
def test_no_letter_becomes_two(one: str, other: str, same: bool) -> None:
    assert (fold_case(one) == fold_case(other)) is same
