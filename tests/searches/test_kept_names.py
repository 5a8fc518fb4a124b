"""What was learnt of names outlasts the program, for each profile apart; wrong links stay away."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.errors import UsageError
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.searches.kept_names import KeptNames
from netwrix_tui.searches.known_names import KnownNames
from netwrix_tui.searches.name_links import Link, links_of_record, links_of_row
from netwrix_tui.searches.other_names import all_names_plan, named_in, names_beside
from netwrix_tui.searches.recipe import Blank
from netwrix_tui.searches.recipes import RECIPES
from tests.posix import is_private

ACCOUNT, UPN = "CORP\\anna.hoffmann", "anna.hoffmann@corp.example"
PATH = "\\local\\corp\\Staff\\Anna Hoffmann"
LINKS = [Link(ACCOUNT, UPN, "r1", "2026-11-02T10:00:00Z"), Link(ACCOUNT, PATH, "r2")]
_BY_ID = {recipe.id: recipe for recipe in RECIPES}


def kept(directory: Path, profile: str = "corp") -> KeptNames:
    names = KeptNames(directory, profile)
    names.load()
    return names


def test_what_was_learnt_is_there_the_next_time_and_in_no_other_profile(tmp_path: Path) -> None:
    assert kept(tmp_path).learn(LINKS) == 2
    assert kept(tmp_path).learn(LINKS) == 0
    (person,) = kept(tmp_path).known.people("anna.hoffmann")
    assert person.searched == (ACCOUNT, UPN, PATH, "Anna Hoffmann")
    assert [form.link.rid for form in person.forms if form.link] == ["r1", "r1", "r2"]
    assert kept(tmp_path, "dmz").known.people("anna.hoffmann") == []
    assert is_private(tmp_path / "names.json")


def test_a_link_that_was_taken_back_is_not_learnt_again(tmp_path: Path) -> None:
    names = kept(tmp_path)
    names.learn(LINKS)
    names.take_back(LINKS[0])
    assert names.known.people(UPN) == []
    for again in (names, kept(tmp_path)):
        again.learn([Link(UPN, ACCOUNT.upper(), "r9")])
        assert again.known.people(UPN) == []
        assert again.known.people(ACCOUNT)[0].searched == (ACCOUNT, PATH, "Anna Hoffmann")


def test_two_programs_learn_into_one_file(tmp_path: Path) -> None:
    first, second = kept(tmp_path), kept(tmp_path)
    first.learn(LINKS[:1])
    second.learn(LINKS[1:])
    assert len(kept(tmp_path).known.people(ACCOUNT)[0].forms) == 4


def test_a_file_that_cannot_be_read_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "names.json").write_text("{")
    names = kept(tmp_path)
    assert "cannot be read" in names.take_trouble()
    with pytest.raises(UsageError):
        names.learn(LINKS)
    assert (tmp_path / "names.json").read_text() == "{"
    assert names.known.people(UPN), "it holds as long as the program runs"


def test_recipes_take_all_names_and_say_which() -> None:
    known = KnownNames(LINKS)

    def also(blank: Blank, typed: str) -> tuple[str, ...]:
        return names_beside(blank, typed, known).names

    leaver = _BY_ID["leaver"].filled({"who": "Anna Hoffmann"}, also)
    assert leaver == (
        f'who:"Anna Hoffmann" who={ACCOUNT} who={UPN} who="{PATH}" when:30d'
    )  # fmt: skip
    about = _BY_ID["about-person"].filled({"name": "Anna Hoffmann"}, also)
    assert about == f'"Anna Hoffmann" {ACCOUNT} {UPN} "{PATH}" when:30d'
    groups = _BY_ID["group-members"].filled({"group": "CORP\\Domain Admins"}, also)
    assert 'what:"CORP\\Domain Admins" what:"Domain Admins"' in groups
    night = _BY_ID["changes-at-night"].filled({}, also)
    assert "-who:SYSTEM" in night
    assert "CORP" not in night
    assert names_beside(Blank("who", "", "Who", is_person=True), UPN, known).words == (
        f"{UPN} is also {ACCOUNT}, {PATH}, Anna Hoffmann"
    )


def test_what_is_ambiguous_is_told_and_not_chosen() -> None:
    known = KnownNames([*LINKS, Link("CORP\\anna.hoffmann2", "Anna Hoffmann", "r3")])
    blank = Blank("who", "", "Who", is_person=True)
    others = names_beside(blank, "Anna Hoffmann", known)
    assert others.names == ()
    assert others.words == (
        "Anna Hoffmann is the name of 2: CORP\\anna.hoffmann, CORP\\anna.hoffmann2"
    )
    assert "Anna Hoffmann" not in names_beside(blank, UPN, known).names


def test_a_search_for_some_names_becomes_one_for_all() -> None:
    known = KnownNames(LINKS)
    plan = plan_of(f"who:{UPN} action:Read -who:svc when:7d", UTC_ZONE)
    assert named_in(plan, known) is not None
    (person,) = known.people(UPN)
    whole = all_names_plan(plan, person)
    assert line_of(whole, UTC_ZONE) == (
        f'action:Read -who:svc when:7d {ACCOUNT} {UPN} "Anna Hoffmann"'
    ), "a path that holds the name is found by it"
    assert named_in(whole, known) is None
    assert named_in(plan_of("-who:anna.hoffmann when:7d", UTC_ZONE), known) is None


def user(what: str, **values: tuple[str, str]) -> ActivityRecord:
    details = tuple(Detail(name, None, *value) for name, value in values.items())
    return ActivityRecord("r1", what=what, object_type="user", details=details)


def test_what_states_nothing_links_nothing() -> None:
    assert not [*links_of_record(user(PATH))]
    assert not [*links_of_record(user("Anna Hoffmann", sAMAccountName=("", "anna")))]
    assert not [*links_of_record(user(PATH, sAMAccountName=("", "x" * 400)))]
    assert not [*links_of_record(user(PATH, sAMAccountName=("", "a\x1b[31m")))]
    mailbox = Row("r", "", "CORP\\svc-mail", "Sent", "Mailbox", "Anna Hoffmann")
    assert not [*links_of_row(mailbox)]
    logon = Row("r", "", ACCOUNT, "Successful Logon", "Logon", "DC01")
    assert not [*links_of_row(logon)]
    (link,) = links_of_row(Row("r", "", ACCOUNT, "Successful Logon", "Logon", UPN))
    assert link.pair == (UPN, ACCOUNT.casefold())
