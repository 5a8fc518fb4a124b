"""All names of one person get one pseudonym, whichever change of the directory tells them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from netwrix_tui.demo.dataset import Dataset
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.wire.wire_format import WireFormat
from tests.evidence.packages import files_of, package, small_case

_WHEN = "2026-11-30T10:00:00Z"
_NOW = 1_796_040_000


def _user(rid: str, what: str, *details: Detail) -> ActivityRecord:
    return ActivityRecord(
        rid=rid, who="CORP\\root", object_type="User", action="Modified", what=what, when=_WHEN,
        details=details,
    )  # fmt: skip


_STAFF = "\\local\\corp\\Staff\\"
TOLD = [
    _user("1", "a.lambert@corp.example", Detail("displayName", "Alice Lambert"),
          Detail("onPremisesDistinguishedName", "CN=Lambert\\, Alice,OU=Staff,DC=corp")),
    _user("2", f"{_STAFF}Alice Lambert", Detail("Name", None, "Alice Lambert", "Alice Ortega"),
          Detail("sAMAccountName", None, "a.lambert", "aortega"),
          Detail("proxyAddresses", None, None, "SMTP:alice@corp.example")),
    _user("3", f"{_STAFF}x1", Detail("givenName", None, None, "Bo"),
          Detail("sn", None, None, "Quist"), Detail("userPrincipalName", None, None, "x1@c.org")),
    ActivityRecord(
        rid="4", who="CORP\\root", object_type="Purchase order", what="Order 7", when=_WHEN,
        details=(Detail("Approver", None, None, "Cleo Vance"), Detail("Text", "for Quist, Bo"),
                 Detail("Seen by", None, "ALICE ORTEGA", "Alice Lambert")),
    ),
    ActivityRecord(rid="5", who="CORP\\root", object_type="File", what="of Cleo Vance.docx"),
    ActivityRecord(rid="6", who="CORP\\root", object_type="group", what="All", when=_WHEN,
                   details=(Detail("Member", "Added: CN=Dee Yarrow,CN=Users,DC=corp"),)),
]  # fmt: skip


@pytest.mark.parametrize("wire", list(WireFormat))
def test_names_in_changes_are_those_of_the_person(tmp_path: Path, wire: WireFormat) -> None:
    case = small_case(tmp_path / "a.nwcase", TOLD, wire=wire, texts=("Bo Quist, Cleo Vance",))
    folder = package(case, tmp_path / "p", pseudonyms=True)
    for name, content in files_of(folder).items():
        left = re.search("lambert|ortega|quist|vance|alice|yarrow", content.decode(), re.IGNORECASE)
        assert left is None, (name, left)
    lines = (folder / "data" / "records.ndjson").read_bytes().splitlines()
    cloud, renamed, x1, order, file, group = (json.loads(line) for line in lines)
    alice = cloud["What"]
    assert cloud["DetailList"][0]["Message"] == alice
    assert renamed["What"] == f"{_STAFF}{alice}"
    for change in renamed["DetailList"][:2]:
        assert change["Before"] == change["After"] == alice
    assert renamed["DetailList"][2]["After"] == f"SMTP:{alice}"
    bo = x1["What"].rpartition("\\")[2]
    assert [change["After"] for change in x1["DetailList"]] == [bo, bo, bo]
    approver, text, seen = order["DetailList"]
    assert file["What"] == f"of {approver['After']}.docx"
    assert text["Message"] == f"for {bo}"
    assert seen["Before"] == seen["After"] == alice
    assert group["DetailList"][0]["Message"].endswith(",CN=Users,DC=corp")
    assert len({alice, bo, approver["After"], cloud["Who"]}) == 4


def test_namesakes_stay_two(tmp_path: Path) -> None:
    """A display name that two accounts have is neither's; the accounts are told apart."""
    told = [
        _user(str(n), f"{_STAFF}Ann Lee", Detail("sAMAccountName", None, None, login),
              Detail("displayName", None, None, "Ann B. Lee"))
        for n, login in enumerate(("annlee", "annlee2"))
    ]  # fmt: skip
    case = small_case(tmp_path / "a.nwcase", told)
    folder = package(case, tmp_path / "p", pseudonyms=True)
    lines = (folder / "data" / "records.ndjson").read_bytes().splitlines()
    one, other = (json.loads(line)["DetailList"][0]["After"] for line in lines)
    assert one != other
    assert b"Lee" not in b"".join(lines)


def test_nobody_of_the_demo_is_named(tmp_path: Path) -> None:
    data = Dataset(7, 4_000, _NOW)
    case = small_case(tmp_path / "a.nwcase", [data.record(n) for n in range(len(data))])
    folder = package(case, tmp_path / "p", pseudonyms=True)
    for file in ("records.ndjson", "records.csv", "report.html", "report.md"):
        text = (folder / "data" / file).read_text().casefold()
        left = [
            name
            for person in data.company.people
            for name in (person.name, person.login, person.cloud_name)
            if name.casefold() in text
            and re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text)
        ]
        assert left == [], file
