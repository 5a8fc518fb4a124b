"""Marks that a server refuses, servers that are restored, states that are lost."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from netwrix_tui.archive import state as state_of
from netwrix_tui.archive.layout import STATE_NAME, found_server
from netwrix_tui.archive.state import ArchiveState, read_state
from netwrix_tui.archive.writer import ArchiveWriter, held
from netwrix_tui.errors import ServerRefused, UsageError
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.wire.wire_format import WireFormat
from tests.archive.listed_server import ListedServer, keep
from tests.archive.reading import check_once, rows
from tests.case.sample import BEGAN, records


def at(rid: str, days_ago: float) -> ActivityRecord:
    moment = (BEGAN - timedelta(days=days_ago)).replace(tzinfo=None, microsecond=0)
    return msgspec.structs.replace(records(1)[0], rid=rid, when=f"{moment.isoformat()}Z")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server was last heard of when the sample's records were made."""
    monkeypatch.setattr("netwrix_tui.archive.keeping.now", lambda: BEGAN)


def state(place: Path) -> ArchiveState:
    found = read_state(found_server(place))
    assert found is not None
    return found


@pytest.mark.parametrize("wire", list(WireFormat))
def test_what_comes_later_is_added_by_the_mark(tmp_path: Path, wire: WireFormat) -> None:
    server = ListedServer(records(950), wire=wire)
    assert keep(server, tmp_path) == 950
    assert keep(server, tmp_path) == 0
    server.records += records(70, "N")
    asked = len(server.asked)
    assert keep(server, tmp_path) == 70
    assert len(server.asked) - asked == 2  # the new ones, and the end
    check_once(tmp_path, [record.rid for record in server.records])
    assert set(rows(tmp_path, "wire")) == {wire.value}
    assert state(tmp_path).records == 1020


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    place = tmp_path / "archive"
    keep(ListedServer(records(300)), place)
    for path in (place, *place.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_refused_mark_goes_back_by_time_and_names_the_gap(tmp_path: Path) -> None:
    old = [at(f"O{n:04}", n / 10) for n in range(300)]
    server, told = ListedServer(old), list[str]()
    keep(server, tmp_path)
    server.life = "second"
    late, new = [at("LATE", 3.5)], [at(f"N{n}", 0) for n in range(30)]
    server.records = [*new, *late, *old]
    assert keep(server, tmp_path, told) == 31
    check_once(tmp_path, [record.rid for record in server.records])
    assert len(told) == 2
    assert "does not know the mark of 2026-11-30 10:41 UTC any more" in told[0]
    assert "from 2026-11-23 on" in told[0]
    assert "31 records had not come before" in told[1]
    (gap,) = state(tmp_path).gaps
    assert (gap.came, gap.since) == (31, BEGAN)
    # It goes on by the mark of that search, from then on.
    server.records.append(at("NEXT", 0))
    assert keep(server, tmp_path, told) == 1
    assert len(told) == 2


def test_a_hole_that_reaches_further_is_gone_after(tmp_path: Path) -> None:
    old = [at(f"O{n:04}", n / 4) for n in range(160)]  # forty days
    server, told = ListedServer(old), list[str]()
    keep(server, tmp_path)
    server.life = "second"
    server.records += [at(f"H{n:04}", n / 4 + 0.1) for n in range(4 * 20)]  # twenty days
    assert keep(server, tmp_path, told) == 80
    check_once(tmp_path, [record.rid for record in server.records])
    assert state(tmp_path).gaps[0].came == 80


def test_a_server_restored_to_yesterday(tmp_path: Path) -> None:
    days = [at(f"D{n:04}", n / 24) for n in range(24 * 20)]
    server = ListedServer(days)
    keep(server, tmp_path)
    kept = [record.rid for record in days]
    # The last day is gone there; what is collected since has other RIDs, also for that day.
    server.life = "restored"
    server.records = days[24:] + [at(f"R{n:04}", n / 30) for n in range(40)]
    assert keep(server, tmp_path) == 40
    check_once(tmp_path, [*kept, *(f"R{n:04}" for n in range(40))])


def test_a_mark_refused_while_going_back_begins_it_again(tmp_path: Path) -> None:
    server = ListedServer([at(f"O{n:04}", n / 10) for n in range(300)])
    keep(server, tmp_path)
    ask, left = server.ask, [4]

    async def restarted(parameters, mark):  # type: ignore[no-untyped-def]
        left[0] -= 1
        if not left[0]:
            server.life += "!"
        return await ask(parameters, mark)

    server.life = "second"
    server.page = 20
    server.records = [at(f"N{n:04}", n / 50) for n in range(90)] + server.records
    server.ask = restarted  # type: ignore[method-assign]
    told: list[str] = []
    keep(server, tmp_path, told)
    check_once(tmp_path, [record.rid for record in server.records])
    assert state(tmp_path).gaps[-1].came == 90


def test_a_lost_state_begins_anew_and_doubles_nothing(tmp_path: Path) -> None:
    server = ListedServer(records(500))
    keep(server, tmp_path)
    (found_server(tmp_path) / STATE_NAME).unlink()
    server.records += records(20, "N")
    assert keep(server, tmp_path) == 20
    check_once(tmp_path, [record.rid for record in server.records])


def test_any_other_refusal_is_told(tmp_path: Path) -> None:
    server = ListedServer(records(100))
    keep(server, tmp_path)

    async def refuse(*_: object) -> None:
        raise ServerRefused("The licence has expired.", status=500)

    server.ask = refuse  # type: ignore[method-assign,assignment]
    with pytest.raises(ServerRefused, match="licence"):
        keep(server, tmp_path)
    assert not state(tmp_path).gaps


def test_a_record_whose_when_is_no_moment_is_kept_once(tmp_path: Path) -> None:
    odd = [msgspec.structs.replace(r, when="soon") for r in records(30, "ODD")]
    server = ListedServer([*odd, *records(50)])
    keep(server, tmp_path)
    (found_server(tmp_path) / STATE_NAME).unlink()
    assert keep(server, tmp_path) == 0
    check_once(tmp_path, [record.rid for record in server.records])


def test_two_programs_never_write_one_archive(tmp_path: Path) -> None:
    server = ListedServer(records(50))
    keep(server, tmp_path)
    with held(found_server(tmp_path)), pytest.raises(UsageError, match="Another program is"):
        keep(server, tmp_path)


def test_another_account_gets_its_own(tmp_path: Path) -> None:
    keep(ListedServer(records(50)), tmp_path)
    with (
        pytest.raises(UsageError, match=r"holds what corp.jane was shown"),
        ArchiveWriter.opened(tmp_path, "nwx01", "CORP\\mia"),
    ):
        pass


def test_a_newer_or_damaged_state_is_left_as_it_is(tmp_path: Path) -> None:
    keep(ListedServer(records(50)), tmp_path)
    path = found_server(tmp_path) / STATE_NAME
    state_of.write_state(found_server(tmp_path), replace_version(state(tmp_path)))
    before = path.read_bytes()
    with pytest.raises(UsageError, match="newer version"):
        keep(ListedServer(records(50)), tmp_path)
    assert path.read_bytes() == before
    path.write_bytes(b"{")
    with pytest.raises(UsageError, match="it is damaged"):
        keep(ListedServer(records(50)), tmp_path)
    assert path.read_bytes() == b"{"


def replace_version(known: ArchiveState) -> ArchiveState:
    return msgspec.structs.replace(known, version=99)
