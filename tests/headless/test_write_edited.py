"""``netwrix-tui write`` of a file that has changed since: what went once does not go again."""

from __future__ import annotations

import json
from pathlib import Path

from tests.demo_process import DemoServers
from tests.headless.writing import a_file, numbers, served, write, writes
from tests.written import new_record


def test_a_record_that_was_refused_and_mended_goes_without_the_others(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server = served(demo_servers)
    records = [new_record(number) for number in range(2500)]
    bad = {**records[1499], "MonitoringPlan": "Nowhere"}
    file = a_file(tmp_path, [*records[:1499], bad, *records[1500:]])
    done = write(server, tmp_path, file)
    assert done.status == 4
    assert "That is record 1,500 of all." in done.err
    assert "1,500 records accepted, 1,000 refused." in done.err

    mended = {**records[1499], "Who": "CORP\\jane"}
    a_file(tmp_path, [*records[:1499], mended, *records[1500:]])
    done = write(server, tmp_path, file)
    assert done.status == 0
    assert "1,500 records accepted before, 999 refused before, 1 changed." in done.err
    assert "2,500 records accepted." in done.err
    assert numbers(server) == list(range(2500))
    assert sorted(writes(server)) == [1, 500, 999, 1000]


def test_one_more_another_order_another_name_another_result_file(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server = served(demo_servers)
    records = [new_record(number) for number in range(20)]
    assert write(server, tmp_path, a_file(tmp_path, records)).status == 0

    grown = a_file(tmp_path, [*reversed(records), new_record(20)])
    done = write(server, tmp_path, grown, "--wire", "xml", host="localhost")
    assert done.status == 0
    assert "20 records accepted before, 1 new." in done.err
    assert numbers(server) == list(range(21))

    two = tmp_path / "two.ndjson"
    two.write_text("\n".join(json.dumps(new_record(number)) for number in (20, 3, 21)))
    done = write(server, tmp_path, str(two), "--result", str(tmp_path / "result"))
    assert done.status == 0
    assert "2 records accepted before, 1 new." in done.err
    assert "What became of 2 records is told by " in done.err

    changed = a_file(tmp_path, [new_record(21), new_record(7, Workstation="ws7")])
    done = write(server, tmp_path, changed, host="LOCALHOST")
    assert done.status == 0
    assert "1 record accepted before, 1 changed." in done.err
    assert "One changed record was written before in another form." in done.err
    assert numbers(server) == [*range(8), *range(7, 22)]

    again = write(server, tmp_path, changed, "--result", str(tmp_path / "third"))
    assert again.status == 0
    assert "Nothing is sent: an earlier run wrote all of it." in again.err
    assert numbers(server) == [*range(8), *range(7, 22)]


def test_a_doubt_is_not_settled_by_what_another_wrote(
    demo_servers: DemoServers, tmp_path: Path
) -> None:
    server = served(demo_servers, "write-lost:2")
    changes = [{"PropertyName": "Size", "Before": "1", "After": "2"}]
    other = [{"PropertyName": "Size", "Before": "1", "After": "3"}]
    elsewhere = a_file(tmp_path, [new_record(1, DetailList=other)], "other.json")
    assert write(server, tmp_path / "another machine", elsewhere).status == 0
    file = a_file(tmp_path, [new_record(1, DetailList=changes)])
    assert write(server, tmp_path, file).status == 3
    for words in ((), ("--resend-doubt",)):
        done = write(server, tmp_path, file, "--check-doubt", *words, role="Global admin")
        assert done.status == 3
        assert "1 that differ in a field" in done.err
        assert "1 record in doubt." in done.err
    assert numbers(server) == [1]
