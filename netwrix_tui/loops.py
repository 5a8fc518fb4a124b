"""Event loops on which a slow DNS look-up does not delay the end of the program.

asyncio's own look-ups run on threads that the process waits for at its end, half a minute if the
DNS server does not answer. Here each look-up has a daemon thread.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from contextlib import suppress
from typing import Any

_Base: type[asyncio.SelectorEventLoop]
if sys.platform == "win32":
    _Base = asyncio.ProactorEventLoop  # type: ignore[assignment]
else:
    _Base = asyncio.SelectorEventLoop


class _Loop(_Base):  # type: ignore[valid-type, misc]
    async def getaddrinfo(self, host: Any, port: Any, **options: Any) -> Any:
        """As the class below it; cancelled, the look-up ends whenever it does."""
        found: asyncio.Future[Any] = self.create_future()

        def look_up() -> None:
            try:
                result = socket.getaddrinfo(host, port, **options)
            except Exception as error:  # noqa: BLE001 - it is raised where it is waited for
                tell(found.set_exception, error)
            else:
                tell(found.set_result, result)

        def tell(how: Any, what: Any) -> None:
            def done() -> None:
                if not found.done():
                    how(what)

            with suppress(RuntimeError):  # the loop is closed
                self.call_soon_threadsafe(done)

        threading.Thread(target=look_up, daemon=True, name="name").start()
        return await found


def new_loop() -> asyncio.AbstractEventLoop:
    """A loop of the system's usual kind."""
    loop: asyncio.AbstractEventLoop = _Loop()
    return loop
