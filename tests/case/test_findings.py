"""The story of a case: an order of the user's, and every change undone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.case.findings import Findings, FoundRecord, Words

A, B, C = FoundRecord("a"), FoundRecord("b"), FoundRecord("c")


def everywhere(_: str) -> bool:
    return True


def test_what_is_marked_comes_in_and_stays_in_its_place() -> None:
    findings = Findings()
    assert findings.keep_up(["a", "b"], everywhere)
    assert findings.move(1, -1) == 0
    assert findings.items == (B, A)
    findings.write(0, "and then")
    findings.keep_up(["a", "b", "c"], everywhere)
    assert findings.items == (B, Words("and then"), A, C)
    findings.keep_up(["a", "c"], everywhere)  # b is marked no more
    assert findings.items == (Words("and then"), A, C)
    assert not findings.keep_up(["a", "c"], everywhere)


def test_records_of_another_search_stay() -> None:
    findings = Findings([A, B])
    findings.keep_up(["c"], lambda key: key == "c")
    assert findings.items == (A, B, C)


def test_what_is_taken_out_stays_out_until_it_is_undone() -> None:
    findings = Findings()
    findings.keep_up(["a", "b"], everywhere)
    assert findings.take_out(0) == A
    findings.keep_up(["a", "b"], everywhere)
    assert findings.items == (B,)
    assert findings.undo()
    findings.keep_up(["a", "b"], everywhere)
    assert findings.items == (A, B)
    assert not findings.undo()


def test_words_are_written_replaced_and_taken_away() -> None:
    findings = Findings([A])
    assert findings.write(-1, "  It began at night. ") == 0
    assert findings.items == (Words("It began at night."), A)
    assert findings.write(0, "It began at noon.") == 0
    assert findings.items == (Words("It began at noon."), A)
    findings.write(0, "")
    assert findings.items == (A,)
    findings.write(0, " ")
    assert findings.items == (A,)


def test_a_story_of_another_day_comes_first() -> None:
    findings = Findings([A])
    findings.restore([Words("before"), B, A])
    assert findings.items == (Words("before"), B, A)


@given(st.lists(st.tuples(st.sampled_from("mwtu"), st.integers(-2, 6), st.integers(-2, 2))))
def test_as_many_undos_as_changes_bring_all_back(steps: list[tuple[str, int, int]]) -> None:
    findings = Findings([A, Words("x"), B, C])
    history = [findings.items]
    for step, at, by in steps:
        before = findings.items
        match step:
            case "m":
                findings.move(at, by)
            case "w":
                findings.write(max(at, -1) if at < len(findings.items) else 0, "new")
            case "t":
                findings.take_out(at)
            case "u" if findings.undo():
                history.pop()
                assert findings.items == history[-1]
                continue
        if findings.items != before:
            history.append(findings.items)
    while findings.undo():
        history.pop()
        assert findings.items == history[-1]
    assert findings.items == (A, Words("x"), B, C)


@given(
    st.permutations([A, B, C, Words("x"), Words("y")]),
    st.permutations("abc"),
    st.lists(st.sampled_from("abc"), unique=True),
)
def test_marks_that_come_back_find_their_places(
    items: list[FoundRecord | Words], listed: list[str], first_gone: list[str]
) -> None:
    findings = Findings(items)
    findings.keep_up([key for key in listed if key not in first_gone], everywhere)
    back = Findings(findings.items)
    assert findings.keep_up(listed, everywhere) == bool(first_gone)
    assert findings.items == tuple(items)
    back.keep_up(listed, everywhere)  # of another day: nothing is known of their places
    assert set(back.items) == set(items)
