"""Pseudonyms: one for each, everywhere, and nothing is left of the name; the key tells whose."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.chain import this_host, this_user
from netwrix_tui.case.facts import SourceFacts
from netwrix_tui.evidence.pseudonyms import learned
from netwrix_tui.evidence.verify import verify
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.wire.wire_format import WireFormat
from tests.evidence.packages import files_of, hostile_records, package, small_case
from tests.posix import is_private

_WHEN = "2026-11-30T10:00:00Z"
PEOPLE = [
    ActivityRecord(
        rid="1", who="CORP\\Jane.Doe", what="\\\\fs1\\home\\jane.doe\\plan.xlsx", when=_WHEN,
        workstation="WS17.corp.local", action="Modified", where="fs1",
        details=(
            Detail("Owner", "by corp\\JANE.DOE", "bob", "jane.doe@corp.local on ws17"),
            Detail("SID", None, "S-1-5-21-1-2-3-1104", "from 10.20.30.40 and fe80::1:2"),
        ),
        extra=(("Context", '{"Account":"CORP\\\\jane.doe"}'),),
    ),
    ActivityRecord(
        rid="2", who="jane.doe@corp.local", what="mail to bob.lee@example.org", when=_WHEN,
        workstation="10.20.30.40", action="Sent",
    ),
    ActivityRecord(rid="3", who="CORP\\bob", what="janes plan of the bobsled", when=_WHEN,
                   workstation="ws18"),
    ActivityRecord(rid="4", who="NT AUTHORITY\\SYSTEM", what="File System at 10:41:07, 1.2.3",
                   when=_WHEN, workstation="-"),
]  # fmt: skip
GONE = (
    "jane.doe", r"\bbob\b", "bob.lee", r"\bws17\b", r"\bws18\b", "10\\.20\\.30", "fe80:",
    r"\b1104\b", "nwx01",
)  # fmt: skip


@pytest.mark.parametrize("wire", list(WireFormat))
def test_no_name_is_left_in_the_package(tmp_path: Path, wire: WireFormat) -> None:
    case = small_case(
        tmp_path / "a.nwcase", PEOPLE, wire=wire,
        texts=("Jane.Doe told bob (10.20.30.40)\nat nwx01.corp.local",),
    )  # fmt: skip
    folder = package(case, tmp_path / "p", pseudonyms=True)
    files = files_of(folder)
    assert not any(name.startswith("data/pages/") for name in files)
    assert "data/case.nwcase" not in files
    for name, content in files.items():
        for gone in GONE:
            assert not re.search(gone, content.decode(), re.IGNORECASE), (name, gone)
    operators = files["data/custody.ndjson"] + files["data/searches.json"]
    assert not re.search(rf"\b({this_user()}|{this_host()})\b", operators.decode())
    assert "have pseudonyms" in files["data/report.md"].decode()
    records = [json.loads(line) for line in files["data/records.ndjson"].splitlines()]
    jane, bob = records[0]["Who"], records[2]["Who"]
    assert jane == records[1]["Who"] != bob
    assert records[0]["DetailList"][0]["Message"] == f"by {jane}"
    assert records[0]["DetailList"][0]["Before"] == bob
    assert records[0]["DetailList"][0]["After"] == f"{jane} on {records[0]['Workstation']}"
    assert records[0]["What"] == f"\\\\fs1\\home\\{jane}\\plan.xlsx"
    assert records[1]["Workstation"] in records[0]["DetailList"][1]["After"]
    assert re.fullmatch(r"mail to person-\d+", records[1]["What"])
    assert records[2]["What"] == "janes plan of the bobsled"
    assert records[3]["Who"] == "NT AUTHORITY\\SYSTEM"
    assert records[3]["What"] == "File System at 10:41:07, 1.2.3"
    key_file = tmp_path / "p.key.json"
    assert is_private(key_file)
    key = json.loads(key_file.read_bytes())
    assert {"CORP\\Jane.Doe", "jane.doe@corp.local"} <= set(key[jane])
    assert verify(folder).is_whole


def test_people_are_known_by_their_objects_too(tmp_path: Path) -> None:
    """User objects, mailboxes and members, by the ends of their paths; everywhere, then."""
    people = [
        ActivityRecord(rid="1", who="CORP\\bob", object_type="user", action="Modified",
                       what="\\local\\corp\\Staff\\Berlin\\Anna Hoffmann", when=_WHEN),
        ActivityRecord(rid="2", who="CORP\\bob", object_type="Mailbox", what="Carla Silva"),
        ActivityRecord(
            rid="3", who="CORP\\bob", object_type="group", what="\\local\\corp\\Groups\\Sales",
            details=(Detail("Group member", 'Added: "\\local\\corp\\Staff\\David Gómez"'),),
        ),
        ActivityRecord(rid="4", who="CORP\\bob", object_type="computer",
                       what="\\local\\corp\\Computers\\HB-PC-3"),
        ActivityRecord(rid="5", who="CORP\\bob", object_type="File",
                       what="\\\\fs1\\Sales\\David Gómez, anna hoffmann on HB-PC-3.docx"),
    ]  # fmt: skip
    case = small_case(tmp_path / "a.nwcase", people, texts=("Carla Silva wrote to Anna Hoffmann",))
    folder = package(case, tmp_path / "p", pseudonyms=True)
    for name, content in files_of(folder).items():
        for gone in ("Hoffmann", "Silva", "Gómez", "HB-PC-3"):
            assert gone.casefold() not in content.decode().casefold(), (name, gone)
    lines = (folder / "data" / "records.ndjson").read_bytes().splitlines()
    user, _, group, computer, file = (json.loads(line) for line in lines)
    anna = user["What"].rpartition("\\")[2]
    assert user["What"] == f"\\local\\corp\\Staff\\Berlin\\{anna}"
    assert group["What"] == "\\local\\corp\\Groups\\Sales"
    david = group["DetailList"][0]["Message"].rpartition("\\")[2].strip('"')
    machine = computer["What"].rpartition("\\")[2]
    assert file["What"] == f"\\\\fs1\\Sales\\{david}, {anna} on {machine}.docx"
    assert re.fullmatch(r"host-\d+", machine)
    assert len({anna, david, user["Who"]}) == 3


def test_the_same_case_gets_the_same_pseudonyms(tmp_path: Path) -> None:
    case = small_case(tmp_path / "a.nwcase", PEOPLE)
    one, other = (files_of(package(case, tmp_path / name, pseudonyms=True)) for name in ("p", "q"))
    differing = {name for name in one if one[name] != other[name]}
    assert differing <= {
        "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "data/custody.ndjson",
    }  # fmt: skip


def test_hostile_names_are_replaced(tmp_path: Path) -> None:
    case = small_case(tmp_path / "a.nwcase", hostile_records())
    folder = package(case, tmp_path / "p", pseudonyms=True)
    lines = (folder / "data" / "records.ndjson").read_bytes().splitlines()
    records = [json.loads(line) for line in lines]
    assert all(re.fullmatch(r"person-\d+", record["Who"]) for record in records)
    assert len({record["Who"] for record in records}) == len(records)


@pytest.mark.parametrize(
    ("accounts", "same"),
    [
        (("CORP\\jane", "corp\\JANE"), True),
        (("CORP\\jane", "jane@corp.local"), True),
        (("CORP\\jane", "jane"), True),
        (("CORP\\jane", "EMEA\\jane"), False),
        (("CORP\\jane", "EMEA\\jane", "jane@corp.local"), False),
        (("a@x.org", "a@y.org"), False),
        (("CORP\\jane", "CORP\\janet"), False),
    ],
)
def test_forms_of_one_name(accounts: tuple[str, ...], same: bool) -> None:
    names = learned(accounts, ())
    assert (names.account(accounts[0]) == names.account(accounts[1])) is same
    if len(accounts) == 3:
        assert names.account(accounts[2]) == names.account(accounts[0])


def test_other_accounts_of_a_known_domain_are_known_by_their_form() -> None:
    names = learned(["CORP\\jane", "CORP\\Jane Doe", "ACME-EU\\x1"], ())
    one = names.text("corp\\new.guy")
    assert one == "person-4"
    assert names.text("added CORP\\new.guy.") == f"added {one}."
    assert names.text('{"a":"CORP\\\\new.guy"}') == f'{{"a":"{one}"}}'
    assert names.text("by CORP\\Jane Doe") == f"by {names.account('CORP' + chr(92) + 'Jane Doe')}"
    assert names.text("acme-eu\\svc$, x") == "person-5, x"
    for other in ("\\\\corp\\share", "c:\\corp\\x", "CORP \\x", "CORP", "OTHER\\guy", "xCORP\\a"):
        assert names.text(other) == other


def test_who_is_not_chosen_has_a_pseudonym_too(tmp_path: Path) -> None:
    more = (*PEOPLE[:1], *PEOPLE[2:], ActivityRecord(rid="9", who="CORP\\late", when=_WHEN))
    told = [ActivityRecord(rid="0", who="CORP\\x", what="late", when=_WHEN), *more]
    case = small_case(tmp_path / "a.nwcase", told)
    folder = package(case, tmp_path / "p", "marked", pseudonyms=True)
    records = [json.loads(e) for e in (folder / "data/records.ndjson").read_bytes().splitlines()]
    assert len(records) == len(told) - 1
    assert re.fullmatch(r"person-\d+", records[0]["What"])


def test_machines_with_one_first_label_are_told_apart() -> None:
    names = learned((), ("ws1.a.local", "ws1.b.local", "ws2", "ws2.a.local", "ws3 (10.0.0.1)"))
    assert names.host("ws1.a.local") != names.host("ws1.b.local")
    assert names.host("ws2") == names.host("WS2.a.local".lower())
    assert names.text("WS2$ and ws2_old") == f"{names.host('ws2')}$ and {names.host('ws2')}_old"
    assert "ws3" not in names.text("at ws3, 10.0.0.1")


_USERS = st.builds(
    "{}{}{}".format,
    st.text("abeéžİß", min_size=2, max_size=5),
    st.sampled_from(("", ".", "-", "_")),
    st.text("ab01", min_size=1, max_size=2),
)


@given(
    st.lists(_USERS, min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from(" \\/@(,_.=\néx1"), max_size=12),
    st.data(),
)
def test_no_whole_word_of_a_name_is_left(
    users: list[str], between: list[str], data: st.DataObject
) -> None:
    names = learned([f"CORP\\{user}" for user in users], ())
    picks = [data.draw(st.sampled_from(users)) for _ in between]
    text = "".join(
        f"{sign}{pick.title() if n % 2 else pick}"
        for n, (sign, pick) in enumerate(zip(between, picks, strict=True))
    )
    left = names.text(text)
    for user in users:
        assert not re.search(rf"(?<![^\W_]){re.escape(user)}(?![^\W_])", left, re.IGNORECASE), left


def test_who_worked_with_the_case_is_told_under_pseudonyms(tmp_path: Path) -> None:
    case = small_case(tmp_path / "a.nwcase", PEOPLE)
    writer = CaseWriter.open(case)
    writer.add_source(SourceFacts("https://10.1.2.3:9699", "CORP\\auditor"))
    writer.note_custody("renamed", "for CORP\\bob")
    writer.close()
    folder = package(case, tmp_path / "p", pseudonyms=True)
    text = b"".join(files_of(folder).values()).decode()
    assert "10.1.2.3" not in text
    assert "auditor" not in text.replace("netwrix auditor", "").replace("Netwrix Auditor", "")
    assert "for person-" in text
    assert verify(folder).is_whole
