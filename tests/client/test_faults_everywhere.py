"""Each thing that may come instead of a page: one sentence with cause and next step, and the same
one in the explorer, on the command line and from the doctor."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from pathlib import Path

import pytest

from netwrix_tui import cli
from netwrix_tui.client import auditor
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.sanitize import visible
from netwrix_tui.wire.error_list import encode_error_list
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.fault_server import Fault, FaultServer
from tests.tui.driving import Driver, drive

JSON, XML = WireFormat.JSON, WireFormat.XML
WHEN = "/ActivityRecordSearch/FilterList/When"
PAGE = b'{"ActivityRecordList":[{"RID":"1"},{"RID":"2"}]}'


def listed(status: int, category: str, description: str, location: str = "") -> Fault:
    return Fault(status, encode_error_list(JSON, category, description, location))


CASES: dict[str, tuple[Fault, str]] = {
    "400 XMLError": (listed(400, "XMLError", "0xC00CE56D End tag does not match"), "XMLError"),
    "400 InputError": (listed(400, "InputError", "Invalid count parameter"), "Invalid count"),
    "400 located": (listed(400, "InputError", "Bad value", WHEN), "LastSevenDays"),
    "400 as XML": (
        Fault(400, encode_error_list(XML, "XMLError", "Bad", WHEN), "application/xml"), "XMLError",
    ),
    "400 empty": (Fault(400), "400"),
    "401": (Fault(401, headers=(("WWW-Authenticate", "Bearer"),)), ""),
    "403": (Fault(403), "403"),
    "404": (Fault(404), "/netwrix/api/v1/activity_records/"),
    "405": (Fault(405), "405"),
    "413": (Fault(413), "too large"),
    "500 empty": (Fault(500), "--wire xml"),
    "500 licence": (listed(500, "ServerError", "The license has expired"), "Renew the licence"),
    "500 SQL": (listed(500, "ServerError", "0x80040C0A SQL Server cannot be contacted"), "SQL"),
    "500 archive": (listed(500, "ServerError", "Archive Service is down"), "Start the service"),
    "502": (Fault(502, b"<html><title>Bad Gateway</title></html>", "text/html"), "Bad Gateway"),
    "503": (Fault(503), "Try again in a while"),
    "418": (Fault(418, b"I am a teapot\nreally", "text/plain"), "I am a teapot"),
    "redirect": (Fault(302, headers=(("Location", "https://login/"),)), "https://login/"),
    "web page": (Fault(200, b"<h1>Please sign in</h1>", "text/html"), "Please sign in"),
    "half a page": (Fault(200, PAGE[:-20]), "bytes of it arrived"),
    "cut": (Fault(200, PAGE[:-20], length=len(PAGE)), "broke off"),
    "empty": (Fault(200), "something other than JSON"),
    "XML for JSON": (Fault(200, b"<a><b></a>", "application/xml"), "something other than JSON"),
    "text": (Fault(200, b"It works!\x1b[31m", "text/plain"), "It works"),
    "UTF-16": (Fault(200, PAGE.decode().encode("utf-16")), "UTF-16"),
    "gzip broken": (
        Fault(200, gzip.compress(PAGE)[:-12], headers=(("Content-Encoding", "gzip"),)), "",
    ),
    "gzip that is none": (
        Fault(200, PAGE, headers=(("Content-Encoding", "gzip"),)), "cannot be decompressed",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_no_hurry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quick = RetryPolicy(first_pause=0.001)
    monkeypatch.setattr(auditor, "RetryPolicy", lambda: quick)
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(tmp_path / "none"))


@pytest.mark.parametrize("case", CASES)
def test_it_is_told_alike_everywhere(
    case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fault, part = CASES[case]
    with FaultServer(fault) as server:
        connection = Connection(server.url, "CORP\\jane", Secret("secret"))
        sentence = told(connection)
        assert part in sentence
        words = ["--server", server.url, "--user", "CORP\\jane"]
        monkeypatch.setenv("NETWRIX_API_PASSWORD", "secret")
        status = cli.main(["search", "when:LastSevenDays", *words])
        said = capsys.readouterr()
        assert said.out == ""
        assert sentence in said.err
        assert status in (3, 4)
        monkeypatch.setenv("NETWRIX_API_PASSWORD", "secret")
        cli.main(["doctor", "--json", *words])
        checks = json.loads(capsys.readouterr().out)["checks"]
        failed = [c for c in checks if c["verdict"] == "failed"][-1]
        diagnosis = " ".join(failed[key] for key in ("says", "cause", "next_step") if failed[key])
        # The doctor sends no body that could be quoted.
        assert visible(diagnosis) == re.sub(
            r" The body says there[^:]*: “.*?”\.(?= )", "", sentence
        )

        async def story(driver: Driver) -> None:
            await driver.until_status("failed")
            assert visible(driver.explorer.notice.text).startswith(sentence)

        drive(connection, story)


def told(connection: Connection) -> str:
    """The sentence that the client's error makes, as it may be shown."""

    async def run() -> None:
        async with AuditorClient(connection) as client:
            await client.search(SearchPlan.initial().parameters())

    with pytest.raises(NetwrixTuiError) as caught:
        asyncio.run(run())
    error = caught.value
    assert error.what
    assert error.cause
    assert error.next_step
    assert "Traceback" not in error.sentence()
    return visible(error.sentence())


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (Fault(200, b"<ActivityRecordList><ActivityRecord>"), "bytes of it arrived"),
        (Fault(200, b"<ActivityRecordList></Other>"), ""),
        (Fault(200, PAGE), "something other than XML"),
        (Fault(200, b"It works!", "text/plain"), "something other than XML"),
        (Fault(200, "<ActivityRecordList/>".encode("utf-16"), "application/xml"), "UTF-16"),
        (Fault(400, encode_error_list(XML, "XMLError", "Bad", WHEN), "application/xml"),
         "The body says there: “<When><LastSevenDays/></When>”. A filter"),
    ],
)  # fmt: skip
def test_xml_is_told_as_well(fault: Fault, part: str) -> None:
    with FaultServer(fault) as server:
        assert part in told(Connection(server.url, "CORP\\jane", Secret("secret"), wire=XML))
