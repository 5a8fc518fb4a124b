"""Where bursts are told: a command without a shell, and a webhook. Each burst is told once."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from netwrix_tui.errors import NetwrixTuiError, UsageError, WireError
from netwrix_tui.results.export.lossless import encoded, json_object
from netwrix_tui.results.following.bursts import Burst, BurstRule
from netwrix_tui.results.summaries.sheet import iso_time
from netwrix_tui.wire.wire_format import WireFormat

VARIABLE = "NETWRIX_TUI_BURST"
COMMAND_PATIENCE = 60.0
_WEB_PATIENCE = 15.0
_SECRETS = ("NETWRIX_API_PASSWORD",)
_MOST_ADDRESS = 4_096


class Target(Protocol):
    """Something that is told of a burst, on a thread beside the loop."""

    def tell(self, burst: Burst, rule: BurstRule) -> None:
        """Tell it. Raises NetwrixTuiError where that failed; it is not tried again."""


@dataclass(frozen=True, slots=True)
class CommandTarget:
    """A command with its arguments. Values of records are never among them."""

    argv: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> CommandTarget:
        """A command as it is typed. Raises UsageError where there is no such program."""
        try:
            argv = [text] if Path(text).is_file() else shlex.split(text, posix=os.name == "posix")
        except ValueError as error:
            raise UsageError(f"--run: {error}.", next_step="Close the quotation mark.") from error
        if not argv or shutil.which(argv[0]) is None:
            raise UsageError(
                f"--run: there is no program {argv[0] if argv else ''!r} that can be run.",
                next_step="Give its path, or put it into the PATH.",
            )
        return cls(tuple(argv))

    def tell(self, burst: Burst, rule: BurstRule) -> None:
        environment = {n: v for n, v in os.environ.items() if n not in _SECRETS}
        environment[VARIABLE] = json.dumps(facts(burst, rule))  # ASCII, whatever the values are
        try:
            done = subprocess.run(  # noqa: S603 - what the user named, and no value of a record
                self.argv, input=b"".join(records_array(burst)), stdout=2, env=environment,
                timeout=COMMAND_PATIENCE, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise NetwrixTuiError(
                f"{self.argv[0]} did not end within {COMMAND_PATIENCE:.0f} s, and was ended."
            ) from error
        except OSError as error:
            raise NetwrixTuiError(f"{self.argv[0]} cannot be run: {error.strerror}.") from error
        if done.returncode:
            raise NetwrixTuiError(f"{self.argv[0]} ended with {done.returncode}.")


@dataclass(frozen=True, slots=True)
class WebhookTarget:
    """An address that takes a POST. Only its host is ever said: the rest may be a secret."""

    url: str

    @classmethod
    def parse(cls, text: str) -> WebhookTarget:
        """An address, or ``@FILE`` that holds one. Raises UsageError."""
        if text.startswith("@"):
            try:
                text = Path(text[1:]).read_text("utf-8")[:_MOST_ADDRESS].strip()
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or "it is not text"
                raise UsageError(f"--webhook: the file cannot be read: {reason}.") from error
        try:
            parts = urlsplit(text)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            is_address = False
        if not is_address or not text.isascii() or not text.isprintable() or " " in text:
            raise UsageError(
                "--webhook: this is no address.", next_step="Type it as https://host/path."
            )
        return cls(text)

    @property
    def host(self) -> str:
        """What may be said of it."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_encrypted(self) -> bool:
        """False where what is told travels for all to read."""
        return self.url.startswith("https://")

    def tell(self, burst: Burst, rule: BurstRule) -> None:
        import ssl

        import httpx
        import truststore

        told = facts(burst, rule)
        body = b"".join((
            json.dumps(told | {"text": words(burst, rule)})[:-1].encode(),
            b', "records": ', *records_array(burst), b"}",
        ))  # fmt: skip
        try:
            context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            with httpx.Client(verify=context, timeout=_WEB_PATIENCE) as client:
                answer = client.post(
                    self.url, content=body, headers={"Content-Type": "application/json"}
                )
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            # Their texts may hold the address.
            kind = type(error).__name__
            raise NetwrixTuiError(f"The webhook at {self.host} was not reached ({kind}).") from None
        if not answer.is_success:
            raise NetwrixTuiError(f"The webhook at {self.host} answered {answer.status_code}.")


def facts(burst: Burst, rule: BurstRule) -> dict[str, object]:
    """What a burst is, for programs."""
    names = (key.name for key in rule.keys)
    return {
        "count": burst.count,
        "first": iso_time(burst.first),
        "last": iso_time(burst.last),
        "minimum": rule.minimum,
        "within": int(rule.within.total_seconds()),
        "by": dict(zip(names, burst.values, strict=True)),
    }


def words(burst: Burst, rule: BurstRule) -> str:
    """``23 records within 5 min · Who CORP\\jane``, visible."""
    from netwrix_tui.records.amounts import records_words, whole_span_words
    from netwrix_tui.results.export.ticket_format import cell_text

    parts = [f"{records_words(burst.count)} within {whole_span_words(rule.within)}"]
    parts += [
        f"{key.title} {cell_text(value, 80) or '(empty)'}"
        for key, value in zip(rule.keys, burst.values, strict=True)
    ]
    return " · ".join(parts)


def records_array(burst: Burst) -> Iterator[bytes]:
    """The records as a JSON array, exactly as they came where they can be."""
    yield b"["
    for at, record in enumerate(burst.records):
        yield b",\n" if at else b"\n"
        try:
            yield json_object(record)
        except WireError:
            yield encoded(record.row.as_record(), WireFormat.JSON)
    yield b"\n]\n"


async def told(target: Target, burst: Burst, rule: BurstRule) -> None:
    """Tell a target, without holding up the loop. Raises NetwrixTuiError."""
    await asyncio.to_thread(target.tell, burst, rule)
