"""A server on plain HTTP, without accounts, whose clock is another; it finds nothing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from netwrix_tui.client.clock_difference import machine_time
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.listening import Listening, QuietHandler


class ClockServer(Listening):
    """Serves while it is entered; ``asked`` are the filters of the searches, in order."""

    def __init__(self, ahead: timedelta) -> None:
        self.asked: list[dict[str, Any]] = []
        asked = self.asked

        class Handler(QuietHandler):
            def date_time_string(self, timestamp: float | None = None) -> str:
                return super().date_time_string((machine_time() + ahead).timestamp())

            def _answer(self) -> None:
                sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if sent:
                    asked.append(json.loads(sent)["FilterList"])
                body = codec(WireFormat.JSON).encode_page([], None)
                self.send_response(200)
                self.send_header("Content-Type", WireFormat.JSON.media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _answer  # noqa: N815

        super().__init__(Handler)

    def begins(self) -> list[datetime]:
        """From when on was searched."""
        return [
            datetime.fromisoformat(filters["When"]["From"])
            for filters in self.asked
            if "From" in filters["When"]
        ]
