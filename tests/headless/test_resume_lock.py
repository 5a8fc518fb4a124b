"""The file of ``--resume``: one run at a time goes on with it; whatever it is, nothing hangs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.child_process import ChildProcess
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import command, environment, run
from tests.waiting import wait_until


@pytest.fixture
def slow(demo_servers: DemoServers) -> Demo:
    """A server of which a run has something to wait for."""
    return demo_servers.shared(records=3_000, arguments=("--page-delay", "0.3"))


@pytest.mark.parametrize("words", [("enum", "--count", "100"), ("follow", "--since", "9d")])
def test_two_runs_do_not_go_on_with_one_file_at_once(
    slow: Demo, tmp_path: Path, words: tuple[str, ...]
) -> None:
    place = tmp_path / "place.resume"
    beside = tmp_path / "place.lock"
    beside.write_text("the user's own")
    with ChildProcess(
        command(*words, "--resume", str(place)),
        env=environment(slow),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as first:
        wait_until(lambda: len(list(tmp_path.iterdir())) > 1)
        second = run(slow, *words, "--resume", str(place))
        assert first.poll() is None
        assert (second.status, second.out) == (2, b"")
        assert "another run is going on with it just now" in second.err
        first.kill()
    if words[0] == "enum":  # what it left is taken up, and away
        assert run(slow, *words, "--limit", "1", "--resume", str(place)).status == 0
        assert sorted(path.name for path in tmp_path.iterdir()) == ["place.lock", "place.resume"]
    assert beside.read_text() == "the user's own"


@pytest.mark.parametrize("kind", ["pipe", "directory", "device"])
def test_what_is_no_file_is_refused_at_once(demo: Demo, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "directory":
        place.mkdir()
    else:
        place = Path(os.devnull)
    done = run(demo, "enum", "--limit", "1", "--resume", str(place))
    assert (done.status, done.out) == (2, b"")
    assert done.err.startswith(f"netwrix-tui: --resume {place}: ")
    assert done.err.count("\n") == 1
    assert not Path("/dev/.netwrix-null.lock").exists()
