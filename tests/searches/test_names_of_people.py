"""Names of one person over the demo's company: what records state is found, and nothing else."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import pytest

from netwrix_tui.demo.company import Company
from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.demo.stories import people
from netwrix_tui.demo.stories import story_records as told_by
from netwrix_tui.records.name_forms import NameKind, is_login_of, kind_of, path_of
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.record import ActivityRecord, Detail, Row
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.searches.known_names import KnownNames
from netwrix_tui.searches.name_links import Link, links_of_record, links_of_row
from netwrix_tui.searches.other_names import unknown_person

NOW = 1_763_467_200
"""Seconds since the epoch: 18 November 2025, 12:00 UTC."""
SEED = 7
_ROW = tuple(Row.__struct_fields__)


@lru_cache
def dataset() -> Dataset:
    return Dataset(SEED, 30_000, NOW)


def company() -> Company:
    return dataset().company


@lru_cache
def records() -> list[ActivityRecord]:
    return [dataset().record(index) for index in range(len(dataset()))]


def learnt(among: list[ActivityRecord]) -> list[Link]:
    rows = [Row(**{name: getattr(each, name) for name in _ROW}) for each in among]
    return [
        *(link for row in rows for link in links_of_row(row)),
        *(link for record in among for link in links_of_record(record)),
    ]


@lru_cache
def known() -> KnownNames:
    return KnownNames(learnt(records()))


def _tells_account(detail: Detail) -> bool:
    is_account = (detail.property_name or "").endswith("ccountName")
    return is_account and bool(detail.after or detail.message)


def told() -> list[ActivityRecord]:
    return [record for _, record in told_by(people.namesakes, company(), SEED, NOW)]


def owners() -> dict[str, set[str]]:
    """Whose a name is, by their logins: those of the company and of the story."""
    owned: dict[str, set[str]] = {}

    def own(login: str, *names: str) -> None:
        for name in names:
            owned.setdefault(name.casefold(), set()).add(login)

    for person in company().people:
        own(person.login, person.account, person.cloud_name, person.path, person.name)
    for record in records():
        if record.action in ("Renamed", "Moved") and record.object_type == "user":
            who = next((p for p in company().people if p.path == record.what), None)
            (change,) = record.details
            parent, _, leaf = record.what.rpartition("\\")
            new = f"{parent}\\{change.after}" if record.action == "Renamed" else ""
            new = new or f"{change.after}\\{leaf}"
            if who is not None:
                own(who.login, new, new.rpartition("\\")[2])
    first, _second, service = told()[:3]
    display = first.details[1].message or ""
    login = first.details[2].message or ""
    own(f"{login}2", f"CORP\\{login}2", f"{login}2@corp.example", _second.what, display,
        "S-1-5-21-3623811015-3361044348-30300820-7291")  # fmt: skip
    own(f"svc-{login}", f"CORP\\svc-{login}", f"svc-{login}@corp.example", service.what, display)
    bride, modified = told()[6:8]
    old = next(p for p in company().people if p.path == bride.what).login
    new = modified.details[0].after or ""
    own(old, f"CORP\\{new}", f"{new}@corp.example", modified.what, modified.details[2].after or "")
    for number in range(1, 8):
        guest = f"harbour.guest{number}"
        own(guest, f"CORP\\{guest}", f"\\local\\corp\\Projects\\Harbour\\Harbour Guest {number}",
            f"Harbour Guest {number}")  # fmt: skip
    own("helpdesk2", "CORP\\helpdesk2", "\\local\\corp\\Staff\\Leeds\\IT\\helpdesk2", "helpdesk2")
    return owned


def test_no_link_is_false() -> None:
    owned = owners()
    assert len(known().everybody) > 200
    for person in known().everybody:
        names = [form.name.casefold() for form in person.forms]
        for one, other in combinations(names, 2):
            assert owned[one] & owned[other], (one, other)
        alone = [owned[name.casefold()] for name in person.searched]
        assert set.intersection(*alone), f"{person.searched} are not one person's alone"


def test_what_records_state_is_found() -> None:
    """Of everybody of whom a record tells account and mail name, and of the path where it does."""
    stated = missing = 0
    for person in company().people:
        of = [r for r in records() if r.object_type in ("user", "User") and r.details
              and r.what in (person.path, person.cloud_name)]  # fmt: skip
        tells = [r for r in of if any(map(_tells_account, r.details))]
        if not tells:
            continue
        pairs = ((person.account, person.cloud_name), (person.account, person.path))
        for one, other in pairs:
            found = known().people(one)
            stated += 1
            missing += not any(
                other.casefold() in [form.name.casefold() for form in who.forms] for who in found
            )
    assert stated > 300
    assert missing <= stated * 0.05


def test_two_people_of_one_name_are_told_apart() -> None:
    first = told()[0].details
    display, login = first[1].message or "", first[2].message or ""
    bearers = known().people(display)
    assert {person.label for person in bearers} == {
        f"CORP\\{login}", f"CORP\\{login}2", f"CORP\\svc-{login}",
    }  # fmt: skip
    for person in bearers:
        assert display not in person.searched, "the name alone finds them all"
        (shared,) = [form for form in person.forms if form.name == display]
        assert shared.is_shared
    (second,) = known().people(f"{login}2@corp.example")
    assert set(second.searched) == {
        f"CORP\\{login}2", f"{login}2@corp.example", told()[1].what,
        "S-1-5-21-3623811015-3361044348-30300820-7291",
    }  # fmt: skip
    assert all(form.link is not None and form.link.rid for form in second.forms)


def test_somebody_who_was_renamed_is_one_person() -> None:
    renamed, modified = told()[6:8]
    old = f"CORP\\{modified.details[0].before}"
    new = f"CORP\\{modified.details[0].after}"
    (person,) = known().people(old)
    assert known().people(new) == [person]
    assert {old, new, renamed.what, modified.what} <= set(person.searched)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("CORP\\anna.hoffmann", NameKind.ACCOUNT),
        ("anna.hoffmann@corp.example", NameKind.UPN),
        ("\\local\\corp\\Staff\\Anna Hoffmann", NameKind.PATH),
        ("\\\\fs01\\finance\\Anna Hoffmann", NameKind.DISPLAY),
        ("S-1-5-21-1-2-3-500", NameKind.SID),
        ("Anna Hoffmann", NameKind.DISPLAY),
        ("https://x/y", NameKind.DISPLAY),
    ],
)
def test_forms_are_told_apart(name: str, kind: NameKind) -> None:
    assert kind_of(name) is kind


def test_names_are_turned_from_one_form_into_another() -> None:
    assert path_of("CN=Lee\\, Ann,OU=Staff,DC=corp,DC=local") == "\\local\\corp\\Staff\\Lee, Ann"
    assert path_of("CN=x") == path_of("nonsense") == ""
    assert is_login_of("lucja.obrien", "Łucja O'Brien")
    assert not is_login_of("anna.hoffmann2", "Anna Hoffmann")
    assert not is_login_of("anna", "Anna")


def test_a_path_that_two_accounts_have_had_joins_nobody() -> None:
    path = "\\local\\corp\\Staff\\Anna Hoffmann"
    names = KnownNames(
        [Link(path, "CORP\\anna.old", "r1"), Link(path, "CORP\\anna.new", "r2"),
         Link("CORP\\anna.old", "anna.old@corp.example", "r1")]
    )  # fmt: skip
    old, new = names.people("CORP\\anna.old"), names.people("CORP\\anna.new")
    assert [person.searched for person in old] == [("CORP\\anna.old", "anna.old@corp.example")]
    assert [person.searched for person in new] == [("CORP\\anna.new",)]
    assert names.people(path) == [*old, *new], "told of both, and chosen of neither"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("who:CORP\\anna.hoffmann", "CORP\\anna.hoffmann"),
        ('who:"Anna Hoffmann"', "Anna Hoffmann"),
        ("who:anna.hoffmann when:7d", "anna.hoffmann"), ("\"Łucja O'Brien\"", "Łucja O'Brien"),
        ("what:anna.hoffmann@corp.example", "anna.hoffmann@corp.example"),
        ("type:user who=S-1-5-21-1-2-3-500", "S-1-5-21-1-2-3-500"),
        ("what=\\local\\corp\\Staff\\Lee", "\\local\\corp\\Staff\\Lee"),
        ("who:anna", ""), ("-who:CORP\\anna.hoffmann", ""), ("what:plan.xlsx", ""), ("when:7d", ""),
        ('what^="\\\\fs01\\finance"', ""), ("who:CORP\\ws-042$", ""), ('action:"Failed Logon"', ""),
        ("what:2026-11-05", ""), ("who:svc-", ""),
    ],
)  # fmt: skip
def test_a_search_names_one_person_of_whom_nothing_is_known(line: str, name: str) -> None:
    assert unknown_person(plan_of(line, UTC_ZONE), KnownNames()) == name
    if name:
        told = KnownNames([Link(name, "CORP\\somebody.else", "r1")])
        assert not unknown_person(plan_of(line, UTC_ZONE), told)
