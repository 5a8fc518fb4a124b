"""A record fetched in the other format, whatever comes of that: it is told, and not waited for."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.wire import json_format
from tests.client.listening import Listening, QuietHandler
from tests.tui.driving import Driver, drive

RECORD = b'{"RID":"R1","Who":"CORP\\\\jane","Action":"Read","What":"x"}'
_HEAD = b"<ActivityRecordList><ActivityRecord><RID>R1</RID>"
_TAIL = b"</ActivityRecord></ActivityRecordList>"
ANSWERS = {
    "nested 985 deep": _HEAD + b"<a>" * 985 + b"</a>" * 985 + _TAIL,
    "nested 50,000 deep": _HEAD + b"<a>" * 50_000 + b"</a>" * 50_000 + _TAIL,
    "without an end": _HEAD + b"<a>" * 985,
    "no XML": b"\x00\xff",
    "nothing": b"",
    "an empty page": b"<ActivityRecordList/>",
}


class Server(Listening):
    """Answers in JSON with a record, and in XML with what it is made of."""

    def __init__(self, xml: bytes) -> None:
        class Handler(QuietHandler):
            def _answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                is_json = parse_qs(urlsplit(self.path).query).get("format") == ["json"]
                body = json_format.encode_page([RECORD], None) if is_json else xml
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _answer  # noqa: N815

        super().__init__(Handler)


@pytest.mark.parametrize("name", ANSWERS)
def test_it_is_not_fetched_for_ever(name: str) -> None:
    with Server(ANSWERS[name]) as server:

        async def story(driver: Driver) -> None:
            await driver.until_loaded()
            await driver.press("enter", "4")
            await driver.until(
                lambda: any(
                    part in driver.screen_text()
                    for part in ("fetched as XML by its RID", "not fetched as XML")
                ),
                "an outcome",
            )

        drive(Connection(server.url, "CORP\\jane", Secret("x")), story)
