"""A listener that keeps the exact bytes of each request, for commands that a real shell runs."""

from __future__ import annotations

from tests.client.listening import Listening, QuietHandler


class ShellListener(Listening):
    """Answers every request with 200 and an empty object; ``requests`` holds what came."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, str, bytes]] = []
        """Method, target, content type, body."""
        keep = self.requests

        class Handler(QuietHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                media_type = self.headers.get("Content-Type") or ""
                keep.append((self.command, self.path, media_type, body))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            do_GET = do_POST = _answer  # noqa: N815

        super().__init__(Handler)
