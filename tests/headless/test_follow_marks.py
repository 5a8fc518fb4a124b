"""``follow`` at a server whose marks are positions, the newest record first: told, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from netwrix_tui import cli, clock
from netwrix_tui.records.when import wire_moment
from netwrix_tui.wire import json_format
from tests.client.listening import Listening, QuietHandler
from tests.results.records import rid

_COMES_AT = (4, 9, 14)
"""Requests at which another record comes in."""


class _PositionServer(Listening):
    """Without accounts, on plain HTTP."""

    def __init__(self) -> None:
        records = [self.record(0)]
        asked = 0

        class Handler(QuietHandler):
            def _answer(self) -> None:
                nonlocal asked
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                mark = json.loads(body).get("ContinuationMark") if body else None
                asked += 1
                if asked in _COMES_AT:
                    records.insert(0, _PositionServer.record(len(records)))
                page = records[int(mark or 0) :]
                answer = json_format.encode_page(page, str(int(mark or 0) + len(page)))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = _answer  # noqa: N815

        super().__init__(Handler)

    @staticmethod
    def record(number: int) -> bytes:
        fields = {
            "RID": rid(number), "Who": "jane", "Action": "Read", "What": f"file {number}",
            "When": wire_moment(clock.now()), "Where": "here", "ObjectType": "File",
            "DataSource": "Netwrix API",
        }  # fmt: skip
        return json.dumps(fields).encode()


def test_what_a_mark_leaves_out_is_written_and_told_once(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(tmp_path / "none"))
    monkeypatch.setenv("NETWRIX_API_PASSWORD", "secret")
    words = ["follow", "--since", "1h", "--interval", "0.1", "--limit", "4"]
    with _PositionServer() as server:
        status = cli.main([*words, "--server", server.url, "--user", "CORP\\jane"])
    said = capfd.readouterr()
    assert status == 0, said.err
    assert [json.loads(line)["RID"] for line in said.out.splitlines()] == [rid(n) for n in range(4)]
    assert said.err.count("continuation mark left out") == 1
