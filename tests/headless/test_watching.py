"""``follow --run`` and ``--webhook``: each burst is told once, and no value can do anything."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.headless import burst_targets
from netwrix_tui.headless.burst_targets import CommandTarget, WebhookTarget, words
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.results.columnstore.received_record import of_page
from netwrix_tui.results.following.bursts import Burst, BurstRule
from netwrix_tui.results.summaries.group_keys import keys_named
from netwrix_tui.wire.wire_format import WireFormat
from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import command, environment, heeding_interrupts, run
from tests.results.records import HOSTILE, wire_page
from tests.waiting import wait_until

_OFTEN = ("--interval", "0.2")
_SPAN = timedelta(minutes=5)
_HOSTILE = (
    *HOSTILE, "$(touch pwned)", "`touch pwned`", "; touch pwned #", "' ; touch pwned '", "-rf /",
    "%COMSPEC%", "${IFS}", "a\nb", "--help", "|touch pwned", "&& touch pwned", "\x00",
)  # fmt: skip
_KEEPING = """
import json, os, sys
with open(sys.argv[1], "ab") as kept:
    told = {"argv": sys.argv[2:], "burst": json.loads(os.environ["NETWRIX_TUI_BURST"]),
            "records": json.load(sys.stdin), "secret": os.environ.get("NETWRIX_API_PASSWORD")}
    kept.write(json.dumps(told).encode() + b"\\n")
print("kept")
sys.exit(int(os.environ.get("EXIT", "0")))
"""


@pytest.fixture(scope="module")
def busy(demo_servers: DemoServers) -> Demo:
    """A server at which ten records come every second."""
    return demo_servers.shared(records=500, arguments=("--live", "600"))


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "keep it.py"
    path.write_text(_KEEPING)
    return path


class _Hook(BaseHTTPRequestHandler):
    got: list[dict[str, Any]]
    asked: list[tuple[str, list[str]]]
    status = 204

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).got.append(json.loads(body))
        type(self).asked.append((self.path, [name.lower() for name in self.headers]))
        self.send_response(self.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def hook() -> Iterator[tuple[str, type[_Hook]]]:
    kind = type("Hook", (_Hook,), {"got": [], "asked": []})
    server = HTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/secret-token", kind
    server.shutdown()
    server.server_close()


def _kept(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def test_a_burst_runs_a_command_once(busy: Demo, script: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    done = run(
        busy, "follow", *_OFTEN, "--limit", "30", "--min", "5", "--within", "1h",
        "--run", f"{sys.executable} '{script}' {kept} 'two words' $HOME;ls",
    )  # fmt: skip
    assert done.status == 0
    (told,) = _kept(kept)
    assert told["argv"] == ["two words", "$HOME;ls"]
    assert told["burst"]["count"] == len(told["records"]) == 5
    assert {record["RID"] for record in told["records"]} <= set(done.rids)
    assert told["secret"] is None
    assert len(done.rids) == 30
    assert "Burst: 5 records within 1 h." in done.err
    assert "kept" in done.err
    last = done.err.splitlines()[-1]
    assert "30 records, 1 burst; its limit was reached." in " ".join(done.err.split())
    assert last


def test_each_value_has_its_own(busy: Demo, script: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    done = run(
        busy, "follow", *_OFTEN, "--limit", "25", "--by", "DataSource", "--within", "1h",
        "--run", f"{sys.executable} '{script}' {kept}",
    )  # fmt: skip
    told = [each["burst"]["by"]["DataSource"] for each in _kept(kept)]
    assert sorted(told) == sorted({record["DataSource"] for record in done.records})


def test_a_webhook_gets_it_and_its_address_is_not_told(
    busy: Demo, hook: tuple[str, type[_Hook]], tmp_path: Path
) -> None:
    url, kind = hook
    address = tmp_path / "address"
    address.write_text(f"{url}\n")
    words_ = ("--limit", "12", "--min", "4", "--within", "1h", "--webhook", f"@{address}")
    done = run(busy, "follow", *_OFTEN, *words_)
    (got,) = kind.got
    assert got["count"] == len(got["records"]) == 4
    assert got["text"] == "4 records within 1 h"
    assert "not encrypted" in done.err
    assert "secret-token" not in done.err
    kind.status = 302  # not followed, and not sent again
    again = run(busy, "follow", *_OFTEN, *words_)
    assert len(kind.got) == 2
    assert "answered 302" in again.err
    assert "1 not told" in again.err


def test_a_signal_has_a_last_line_too(busy: Demo, script: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    with ChildProcess(
        command(
            "follow", *_OFTEN, "--min", "2", "--within", "1h", "--run",
            f"{sys.executable} '{script}' {kept}",
        ),
        env=environment(busy, EXIT="3"),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=heeding_interrupts,
    ) as process:  # fmt: skip
        wait_until(lambda: bool(_kept(kept)))
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate()
    text = " ".join(said.decode().split())
    assert process.returncode == 128 + signal.SIGTERM
    assert "ended with 3." in text
    assert text.endswith("1 burst, 1 not told; a signal ended it, status 143.")


@pytest.mark.parametrize(
    ("words_", "said"),
    [
        (("--run", "no-such-program-anywhere"), "no program"),
        (("--run", ""), "no program"),
        (("--run", "'unclosed"), "quotation"),
        (("--webhook", "ftp://host/x"), "no address"),
        (("--webhook", "https://ho st/"), "no address"),
        (("--webhook", "https://host:x/"), "no address"),
        (("--webhook", "@/nowhere"), "cannot be read"),
        (("--min", "5"), "nobody is told"),
        (("--by", "Who"), "nobody is told"),
        (("--run", "true", "--within", "soon"), "no span"),
        (("--run", "true", "--by", "Nobody"), "nothing named"),
    ],
)
def test_what_cannot_be_told_is_said_before_anything_is_sent(
    busy: Demo, words_: tuple[str, ...], said: str
) -> None:
    done = run(busy, "follow", *words_)
    assert done.status == 2
    assert said in " ".join(done.err.split())


def _burst(values: tuple[str, ...]) -> Burst:
    records = [
        ActivityRecord(rid=str(at), who=value, what=value, when="2026-11-25T12:00:00Z")
        for at, value in enumerate(_HOSTILE)
    ]
    received = tuple(of_page(wire_page(records, WireFormat.JSON)))
    return Burst(values, len(received), 0, 1, received)


@pytest.mark.parametrize("value", _HOSTILE)
def test_hostile_values_do_nothing(
    value: str, script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = BurstRule(1, _SPAN, _SPAN, keys_named(["Who", "What"]))
    kept = tmp_path / "kept"
    monkeypatch.chdir(tmp_path)
    CommandTarget((sys.executable, str(script), str(kept))).tell(_burst((value, value)), rule)
    (told,) = _kept(kept)
    assert told["burst"]["by"] == {"Who": value, "What": value}
    assert [record["Who"] for record in told["records"]] == list(_HOSTILE)
    assert not (tmp_path / "pwned").exists()
    assert not any(char in words(_burst((value, value)), rule) for char in "\x1b\x9b\u202e\n\x00")


@pytest.mark.parametrize("value", _HOSTILE)
def test_a_webhook_gets_hostile_values_as_they_are_and_nothing_else(
    value: str, hook: tuple[str, type[_Hook]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, kind = hook
    rule = BurstRule(1, _SPAN, _SPAN, keys_named(["Who", "What"]))
    monkeypatch.chdir(tmp_path)
    WebhookTarget.parse(url).tell(_burst((value, value)), rule)
    (told,) = kind.got
    assert told["by"] == {"Who": value, "What": value}
    assert [record["Who"] for record in told["records"]] == list(_HOSTILE)
    assert not any(char in told["text"] for char in "\x1b\x9b\u202e\n\x00")
    # One request, to this address, with headers in which no value stands.
    (path, headers) = kind.asked[0]
    assert (len(kind.asked), path) == (1, "/secret-token")
    assert set(headers) <= {
        "host", "accept", "accept-encoding", "connection", "user-agent", "content-length",
        "content-type",
    }  # fmt: skip
    assert not list(tmp_path.iterdir())


def test_a_command_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(burst_targets, "COMMAND_PATIENCE", 0.2)
    target = CommandTarget((sys.executable, "-c", "import time; time.sleep(60)"))
    rule = BurstRule(1, _SPAN, _SPAN)
    with pytest.raises(NetwrixTuiError, match="did not end"):
        target.tell(_burst(()), rule)


def test_a_command_need_not_read_its_input() -> None:
    rule = BurstRule(1, _SPAN, _SPAN)
    CommandTarget((sys.executable, "-c", "pass")).tell(_burst(()), rule)
    with pytest.raises(NetwrixTuiError, match="cannot be run"):
        CommandTarget(("/nowhere/at/all",)).tell(_burst(()), rule)
    with pytest.raises(NetwrixTuiError, match="was not reached") as caught:
        WebhookTarget("http://127.0.0.1:1/token").tell(_burst(()), rule)
    assert "token" not in str(caught.value)
    with pytest.raises(UsageError):
        WebhookTarget.parse("https://user\u202e@host/")
