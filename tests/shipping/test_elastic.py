"""Shipping to Elasticsearch: every record is there once, whatever becomes of requests and items."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.client.certificates import self_signed
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import run
from tests.shipping.receiving import Fault, receiving
from tests.shipping.shipping_command import TOKEN, ship, told_rejects

COUNT = 1_200


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=COUNT)


@pytest.fixture(scope="module")
def rids(small: Demo) -> list[str]:
    return run(small, "enum").rids


def _identifiers(demo: Demo, rids: list[str]) -> set[str]:
    return {f"{demo.url.split('/')[2]}:{rid}" for rid in rids}


@pytest.mark.parametrize("kind", ["elasticsearch", "opensearch"])
def test_all_records_are_stored_as_documents(small: Demo, rids: list[str], kind: str) -> None:
    with receiving() as receiver:
        done = ship(small, kind, receiver.url)
        assert done.status == 0, done.err
        assert done.out == b""
        assert receiver.stored.keys() == _identifiers(small, rids)
        assert set(receiver.stored.values()) == {1}
        assert receiver.authorizations == {f"ApiKey {TOKEN}"}
        assert max(receiver.sizes) <= 1_000
        document = next(iter(receiver.documents.values()))
        assert document["event"]["created"]
        assert "1,200 records stored" in " ".join(done.err.split())
        assert "lag" in done.err
        again = ship(small, kind, receiver.url)
        assert again.status == 0
        assert "1,200 were there" in " ".join(again.err.split())
        assert set(receiver.stored.values()) == {1}


def test_a_user_signs_in_by_a_password(small: Demo) -> None:
    with receiving() as receiver:
        words = ("--limit", "3", "--receiver-user", "jane")
        assert ship(small, "elasticsearch", receiver.url, *words).status == 0
        assert receiver.authorizations == {"Basic amFuZTp0MGtlbg=="}


def test_everything_goes_wrong_and_each_record_is_there_once(
    small: Demo, rids: list[str], tmp_path: Path
) -> None:
    dice = random.Random(4)
    faults = [fault for fault in Fault if fault is not Fault.NONE]

    def decide(number: int) -> Fault:
        return Fault.NONE if number % 3 else faults[number // 3 % len(faults)]

    def item(number: int, identifier: str) -> int:
        return dice.choice((*[201] * 12, 429, 503))

    bad = frozenset(sorted(_identifiers(small, rids))[100:103])
    with receiving(decide=decide, item=item, bad=bad) as receiver:
        place = tmp_path / "place"
        done = ship(small, "elasticsearch", receiver.url, "--count", "200", "--resume", str(place))
        assert done.status == 4, done.err
        assert receiver.stored.keys() == _identifiers(small, rids) - bad
        assert set(receiver.stored.values()) == {1}
    assert all(TOKEN.encode() not in file.read_bytes() for file in tmp_path.iterdir())
    rejects = told_rejects(tmp_path / "place.rejects.ndjson")
    assert {line["id"] for line in rejects} == bad
    assert len(rejects) == 3
    for line in rejects:
        assert line["status"] == 400
        assert line["reason"] == "parsing: status 400; illegal_argument: cannot be parsed"
        assert line["document"]["event"]["id"] == line["rid"]
    assert "3 records rejected for good" in " ".join(done.err.split())


def test_what_is_not_taken_now_is_tried_again_alone(small: Demo) -> None:
    with receiving(item=lambda number, name: 429 if number == 1 and "7" in name[-1] else 201) as r:
        assert ship(small, "elasticsearch", r.url, "--limit", "300").status == 0
        first, second = r.sizes
        assert first == 300
        assert second < 100
        assert len(r.stored) == 300


def test_the_place_goes_on_behind_what_was_confirmed(
    small: Demo, rids: list[str], tmp_path: Path
) -> None:
    words = ("--resume", str(tmp_path / "place"), "--count", "300", "--limit", "600")
    with receiving() as receiver:
        assert ship(small, "elasticsearch", receiver.url, *words).status == 0
        requests = receiver.requests
        assert ship(small, "elasticsearch", receiver.url, *words).status == 0
        assert receiver.requests == 2 * requests
        assert receiver.stored.keys() == _identifiers(small, rids)
        other = ship(small, "opensearch", receiver.url, *words)
        assert other.status == 2
        assert "belongs to a search with other filters" in " ".join(other.err.split())


def test_a_case_is_shipped_under_the_ids_of_its_server(
    small: Demo, rids: list[str], tmp_path: Path
) -> None:
    case = tmp_path / "all.nwcase"
    run(small, "enum", "--case", str(case))
    with receiving() as receiver:
        done = ship(small, "elasticsearch", receiver.url, "--in", str(case))
        assert done.status == 0, done.err
        assert receiver.stored.keys() == _identifiers(small, rids)


@pytest.mark.parametrize("query", ["", "jane"])
def test_an_archive_is_shipped_under_the_ids_of_its_server(
    small: Demo, tmp_path: Path, query: str
) -> None:
    assert run(small, "archive", "--to", str(tmp_path)).status == 0
    rids = run(small, "search", query).rids
    before = len(small.requests())
    with receiving() as receiver:
        done = ship(small, "elasticsearch", receiver.url, query, "--archive", str(tmp_path))
        assert done.status == 0, done.err
        assert receiver.stored.keys() == _identifiers(small, rids)
        first = receiver.documents.copy()
        assert all(document["event"]["created"] for document in first.values())
        ship(small, "elasticsearch", receiver.url, query, "--archive", str(tmp_path))
        assert receiver.documents == first
    assert len(small.requests()) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--follow",), "nothing arrives in an archive"),
        (("--resume", "place"), "an archive is all there"),
        (("--in", "a.nwcase"), "--in and --archive are two places"),
    ],
)
def test_what_does_not_go_with_an_archive_is_said(
    small: Demo, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    done = ship(small, "elasticsearch", "https://x", "--archive", str(tmp_path), *words)
    assert done.status == 2
    assert said in " ".join(done.err.split())


def test_a_receiver_that_takes_less_at_once_gets_less(small: Demo) -> None:
    with receiving(decide=lambda n: Fault.TOO_LARGE if n <= 2 else Fault.NONE) as receiver:
        done = ship(small, "elasticsearch", receiver.url)
        assert done.status == 0, done.err
        assert receiver.sizes[:4] == [1_000, 500, 250, 250]
        assert max(receiver.sizes[2:]) <= 500
        assert len(receiver.stored) == COUNT


def test_a_token_that_no_header_carries_is_named_without_showing_it(small: Demo) -> None:
    with receiving() as receiver:
        done = ship(small, "elasticsearch", receiver.url, NETWRIX_TUI_SHIP_TOKEN="gehëim")
        assert done.status == 2
        assert "no HTTP header can carry" in " ".join(done.err.split())
        assert "gehëim" not in done.err
        assert receiver.bytes_seen == 0


def test_a_refused_sign_in_ends_it_and_names_what_to_do(small: Demo, tmp_path: Path) -> None:
    with receiving() as receiver:
        place = tmp_path / "place"
        wrong = ship(
            small, "splunk", receiver.url, "--resume", str(place), NETWRIX_TUI_SHIP_TOKEN="other"
        )
        assert wrong.status == 4
        assert "refuses the sign-in: it answers 403" in " ".join(wrong.err.split())
        assert "other" not in wrong.err
        assert not receiver.stored


def test_the_index_is_where_it_is_wanted(small: Demo) -> None:
    index = "logs-netwrix_auditor.activity-default"
    with receiving() as receiver:
        done = ship(small, "elasticsearch", receiver.url, "--setup", "--index", index)
        assert done.status == 0, done.err
        (template,) = receiver.templates.values()
        assert template["index_patterns"] == [index]
        assert template["data_stream"] == {}
        what = template["template"]["mappings"]["properties"]["netwrix"]["properties"]["what"]
        assert what == {
            "type": "keyword", "ignore_above": 8191, "fields": {"text": {"type": "text"}},
        }  # fmt: skip
        shown = ship(small, "elasticsearch", receiver.url, "--show", "--index", index)
        assert json.loads(shown.out) == template
        assert receiver.requests == 0


def test_the_certificate_is_checked_before_a_byte_is_sent(small: Demo, tmp_path: Path) -> None:
    made = self_signed(tmp_path, "receiver")
    other = self_signed(tmp_path, "other")
    with receiving(made.server_context()) as receiver:
        for words in (
            (), ("--fingerprint", "AB" * 32), ("--ca-file", str(other.chain)),
        ):  # fmt: skip
            done = ship(small, "elasticsearch", receiver.url, "--limit", "5", *words)
            assert done.status == 3, done.err
            assert "nothing was sent" in " ".join(done.err.split())
        assert receiver.bytes_seen == 0
        assert receiver.authorizations == set()
        from netwrix_tui.client.trust import Thumbprint

        for words in (
            ("--fingerprint", str(Thumbprint.sha256(made.der))), ("--ca-file", str(made.chain)),
        ):  # fmt: skip
            done = ship(small, "elasticsearch", receiver.url, "--limit", "5", *words)
            assert done.status == 0, done.err
        assert len(receiver.stored) == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "elasticsearch", "--url", "http://siem.example:9200"), "sent in the clear"),
        (("--to", "syslog", "--url", "tcp://siem.example"), "unencrypted"),
        (("--to", "elasticsearch"), "needs the receiver's address"),
        (("--to", "siem"), "There is no receiver siem"),
        (("--to", "siem", "--url", "https://x"), "--url goes with one of"),
        (("--to", "splunk", "--url", "https://user:secret@x"), "never part of the address"),
        (("--to", "splunk", "--url", "https://x", "--setup"), "takes no template"),
        (("--to", "splunk", "--url", "https://x", "--since", "2h"), "--since goes with --follow"),
        (("--to", "syslog", "--url", "https://x"), "does not begin with tls://"),
        (("--to", "opensearch", "--url", "https://x", "--index", "A B"), "no name of an index"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_sent(
    small: Demo, words: tuple[str, ...], said: str
) -> None:
    before = len(small.requests())
    done = run(small, "ship", *words, NETWRIX_TUI_SHIP_TOKEN="t0ken")
    assert done.status == 2
    assert said in " ".join(done.err.split())
    assert "t0ken" not in done.err
    assert "secret" not in done.err
    assert len(small.requests()) == before


def test_a_receiver_that_is_not_there_is_told_at_once(small: Demo) -> None:
    with receiving() as receiver:
        url = receiver.url
    done = ship(small, "elasticsearch", url, "--limit", "5")
    assert done.status == 3
    assert "refuses the connection; nothing was sent" in " ".join(done.err.split())
