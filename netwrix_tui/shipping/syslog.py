"""Syslog over TLS (RFC 5425): messages of RFC 5424 whose text is a line of CEF.

Nothing answers there. A batch counts as delivered once this machine's kernel has had all of it
confirmed by the other one's, where it tells that, and the connection still stands. Whoever reads
there may not have read it by then: where the connection breaks, what was sent in the seconds before
is in doubt as well, and sent again.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import struct
import sys
import time
from collections import deque
from collections.abc import Sequence

from netwrix_tui.client.tls import tls_context
from netwrix_tui.errors import ConnectionFailed
from netwrix_tui.mapping.record_facts import iso_of
from netwrix_tui.shipping.http_channel import connection_failure, distrusted
from netwrix_tui.shipping.parcel import Fate, Limits, Outcome, Parcel
from netwrix_tui.shipping.receiver import Receiver
from netwrix_tui.shipping.sender import InDoubt

_LOG_AUDIT, _INFORMATIONAL = 13, 6
_PRIORITY = _LOG_AUDIT * 8 + _INFORMATIONAL
_LOOK = 0.02
_READ_WITHIN = 10.0
"""Seconds within which a receiver reads what its kernel has taken."""
_SETTLED = 0.5
"""Seconds in which a connection that breaks by the last messages shows it."""
_SIOCOUTQ = 0x5411
"""Linux: how many bytes of a socket the other side has not confirmed."""


def syslog_frame(line: bytes, moment: int | None, host: str) -> bytes:
    """One message with its length before it; ``host`` is where the records come from."""
    when = "-" if moment is None else iso_of(moment)
    name = "".join(char for char in host if "!" <= char <= "~")[:255] or "-"
    head = f"<{_PRIORITY}>1 {when} {name} netwrix-tui - activity - ".encode("ascii")
    message = head + b"\xef\xbb\xbf" + line.rstrip(b"\n")
    return b"%d %b" % (len(message), message)


class SyslogSender:
    """Sends frames over one connection, opened anew where it was lost."""

    limits = Limits(parcels=200, size=1_000_000)

    def __init__(self, receiver: Receiver) -> None:
        """Raises UsageError for a bad CA file."""
        self._receiver = receiver
        self._context = tls_context(receiver.trust) if receiver.is_encrypted else None
        self._writer: asyncio.StreamWriter | None = None
        self._reader: asyncio.StreamReader | None = None
        self._recent: deque[tuple[float, Parcel]] = deque()
        """What was sent over this connection, and when."""

    async def send(self, batch: Sequence[Parcel]) -> list[Outcome]:
        """All of the batch, delivered; see :class:`Sender`."""
        reader, writer = await self._connected()
        try:
            async with asyncio.timeout(self._receiver.timeouts.answer):
                writer.write(b"".join(parcel.body for parcel in batch))
                await writer.drain()
                await self._confirmed(reader, writer)
        except (OSError, ssl.SSLError) as error:
            raise self._broken() from error
        except BaseException:
            self._drop()
            raise
        now = time.monotonic()
        self._recent.extend((now, parcel) for parcel in batch)
        while self._recent and self._recent[0][0] < now - _READ_WITHIN:
            self._recent.popleft()
        return [Outcome(parcel, Fate.STORED) for parcel in batch]

    async def settle(self) -> None:
        """Wait a moment for a connection that breaks by what was sent last. Raises InDoubt."""
        if self._reader is None or not self._recent:
            return
        end = time.monotonic() + _SETTLED
        while time.monotonic() < end:
            if self._reader.at_eof() or self._reader.exception() is not None:
                raise self._broken(is_earlier_alone=True)
            await asyncio.sleep(_LOOK)
        self._recent.clear()

    def _broken(self, *, is_earlier_alone: bool = False) -> InDoubt:
        since = time.monotonic() - _READ_WITHIN
        also = [parcel for sent, parcel in self._recent if sent >= since]
        self._drop()
        return InDoubt(
            f"The connection to {self._receiver.address} broke while records were sent.",
            next_step="They are sent again.",
            also=also,
            is_earlier_alone=is_earlier_alone,
        )

    async def aclose(self) -> None:
        """Close the connection, in order where the other side lets it."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with contextlib.suppress(OSError, ssl.SSLError):
                writer.close()
                async with asyncio.timeout(1.0):
                    await writer.wait_closed()

    async def connect(self) -> None:
        """Open the connection, and send nothing. Raises ConnectionFailed."""
        await self._connected()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._writer is not None and self._reader is not None:
            if not self._reader.at_eof() and self._reader.exception() is None:
                return self._reader, self._writer
            broken = self._broken(is_earlier_alone=True)
            if broken.also:
                raise broken
        receiver = self._receiver
        try:
            async with asyncio.timeout(receiver.timeouts.connect):
                self._reader, self._writer = await asyncio.open_connection(
                    receiver.host, receiver.port, ssl=self._context,
                    server_hostname=receiver.host if self._context else None,
                )  # fmt: skip
        except (OSError, ssl.SSLError, UnicodeError) as error:
            raise await _not_connected(error, receiver) from error
        return self._reader, self._writer

    async def _confirmed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Wait until the other machine has all of it. Raises ConnectionResetError."""
        while _unconfirmed(writer) and not reader.at_eof():
            await asyncio.sleep(_LOOK)
        await asyncio.sleep(0)
        if reader.at_eof():
            raise ConnectionResetError("the receiver closed the connection")

    def _drop(self) -> None:
        writer, self._writer, self._reader = self._writer, None, None
        self._recent.clear()
        if writer is not None:
            with contextlib.suppress(OSError):
                writer.transport.abort()


def _unconfirmed(writer: asyncio.StreamWriter) -> int:
    """Bytes that the other machine has not confirmed; 0 where the system does not tell."""
    if writer.transport.get_write_buffer_size():
        return writer.transport.get_write_buffer_size()
    connection = writer.get_extra_info("socket")
    if sys.platform != "linux" or connection is None:
        return 0
    import fcntl

    try:
        told = fcntl.ioctl(connection.fileno(), _SIOCOUTQ, struct.pack("i", 0))
    except (OSError, ValueError):
        return 0
    return int(struct.unpack("i", told)[0])


async def _not_connected(error: Exception, receiver: Receiver) -> ConnectionFailed:
    import httpx

    if isinstance(error, ssl.SSLCertVerificationError):
        return await distrusted(receiver, error)
    if isinstance(error, TimeoutError):
        return connection_failure(httpx.ConnectTimeout(""), receiver)
    told = httpx.ConnectError(str(error))
    told.__cause__ = error
    return connection_failure(told, receiver)
