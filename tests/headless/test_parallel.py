"""``--parallel N``: the same bytes as one page after the other, however many come at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo_process import DemoServers
from tests.headless.commands import run
from tests.headless.test_several_servers import run as run_servers
from tests.two_servers import CORP_ROLE, DMZ_ROLE, write_profiles


def test_the_bytes_are_the_same(demo_servers: DemoServers) -> None:
    demo = demo_servers.shared(records=6_000, arguments=("--page-delay", "0.02"))
    for words in (("enum",), ("search", "when:30d -who:svc"), ("search", "who:svc", "--raw")):
        alone = run(demo, *words, "--count", "200", "--parallel", "1")
        before = len(demo.requests())
        beside = run(demo, *words, "--count", "200")
        assert (beside.status, beside.err) == (0, "")
        assert beside.out == alone.out
        # Slices of time are asked for, beside the whole.
        assert any("When" in request.filters for request in demo.requests()[before:])


def test_a_server_that_fails_now_and_then_loses_nothing(demo_servers: DemoServers) -> None:
    demo = demo_servers.fresh(
        records=4_000, arguments=("--fault", "status:4-5:503", "--fault", "cut:9")
    )
    beside = run(demo, "enum", "--count", "200", "--parallel", "4")
    assert beside.status == 0
    assert len(beside.rids) == len(set(beside.rids)) == 4_000


def test_several_servers_each_side_by_side(tmp_path: Path, demo_servers: DemoServers) -> None:
    demos = [
        demo_servers.shared(records=3_000, seed=seed, http=True, arguments=("--page-delay", "0.01"))
        for seed in (1, 2)
    ]
    profiles = write_profiles(
        tmp_path,
        {
            name: (demo.url, demo.account(role))
            for name, demo, role in zip(("corp", "dmz"), demos, (CORP_ROLE, DMZ_ROLE), strict=True)
        },
    )
    alone = run_servers(profiles, "all", "enum", "--count", "200", "--parallel", "1")
    beside = run_servers(profiles, "all", "enum", "--count", "200", "--parallel", "3")
    assert beside.out == alone.out
    assert len(alone.records) == 6_000


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("enum", "--parallel", "9"), "is not a number from 1 to 8"),
        (("enum", "--parallel", "4", "--resume", "place"), "--parallel goes neither with"),
    ],
)
def test_a_mistake_is_a_sentence(
    demo_servers: DemoServers, words: tuple[str, ...], says: str
) -> None:
    done = run(demo_servers.shared(records=500), *words)
    assert done.status == 2
    assert says in done.err


def test_a_few_records_are_asked_for_one_page_after_the_other(demo_servers: DemoServers) -> None:
    demo = demo_servers.shared(records=6_000, arguments=("--page-delay", "0.02"))
    before = len(demo.requests())
    done = run(demo, "enum", "--count", "200", "--limit", "500")
    assert len(done.rids) == 500
    pages = [request for request in demo.requests()[before:] if request.rows > 1]
    assert [request.rows for request in pages] == [200, 200, 100]
    assert not any("When" in request.filters for request in pages)


def test_by_rid_it_says_why_it_goes_one_after_the_other(demo_servers: DemoServers) -> None:
    demo = demo_servers.shared(records=6_000, arguments=("--page-delay", "0.02"))
    words = ("search", "-f", "RID=0", "--count", "1000")
    assert run(demo, *words).err == ""
    told = run(demo, *words, "--parallel", "4")
    assert "one page after the other: by RID" in told.err
