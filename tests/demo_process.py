"""Demo servers for tests: real processes with real TLS, one for each set of options in use."""

from __future__ import annotations

import itertools
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec

from netwrix_tui.clock import shift_to
from netwrix_tui.demo.child import DemoAccount, DemoProcess, start_demo


def unverified() -> ssl.SSLContext:
    """TLS with whatever certificate the server shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class LoggedRequest(msgspec.Struct, frozen=True):
    """One line of the server's request log."""

    method: str
    path: str
    query: dict[str, str]
    account: str | None
    status: int
    rows: int
    filters: list[str]
    mark: bool

    @property
    def endpoint(self) -> str:
        """``enum`` or ``search``; empty for the base."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class Demo:
    """A running demo server and its request log."""

    process: DemoProcess
    log: Path

    @property
    def url(self) -> str:
        return self.process.url

    @property
    def accounts(self) -> list[DemoAccount]:
        return self.process.accounts

    @property
    def sha1(self) -> str | None:
        return self.process.sha1

    @property
    def sha256(self) -> str | None:
        return self.process.sha256

    @property
    def reviewer(self) -> DemoAccount:
        """An account that reads everything."""
        return self.account("Global reviewer")

    def account(self, role: str) -> DemoAccount:
        """The first account whose role begins like this."""
        return self.process.account(role)

    def requests(self) -> list[LoggedRequest]:
        """All requests so far that were answered, oldest first."""
        lines = self.log.read_bytes().splitlines() if self.log.exists() else []
        return [msgspec.json.decode(line, type=LoggedRequest) for line in lines]

    def http(self, account: DemoAccount | None = None) -> httpx.Client:
        """A plain client that signs in by Basic and takes any certificate."""
        chosen = account or self.reviewer
        return httpx.Client(
            base_url=self.url,
            verify=unverified(),
            auth=httpx.BasicAuth(chosen.user, chosen.password),
            trust_env=False,
        )


class DemoServers:
    """Starts servers and ends them all. Those with the same options are shared."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._numbers = itertools.count(1)
        self._shared: dict[str, Demo] = {}
        self._started: list[Demo] = []

    def shared(self, **options: Any) -> Demo:
        """A server that tests with the same options have in common: do not stop it."""
        key = repr(sorted(options.items()))
        if key not in self._shared:
            self._shared[key] = self.fresh(**options)
        return self._shared[key]

    def fresh(
        self,
        *,
        records: int = 20_000,
        seed: int | None = None,
        hostile: bool = False,
        auth: str = "",
        http: bool = False,
        at: datetime | None = None,
        arguments: Sequence[str] = (),
    ) -> Demo:
        """A server of one's own, to be stopped, killed or broken at will.

        It starts at the moment ``at``; by the clock of the tests where none is given.
        """
        log = self._directory / f"requests-{next(self._numbers)}.log"
        process = start_demo(
            records=records,
            seed=seed,
            hostile=hostile,
            auth=auth,
            http=http,
            clock=None if at is None else shift_to(at),
            arguments=["--request-log", str(log), *arguments],
        )
        self._started.append(Demo(process, log))
        return self._started[-1]

    def close(self) -> None:
        """Ends every server that still runs, all at once: each takes a while to end."""
        with ThreadPoolExecutor(max_workers=16) as stopping:
            list(stopping.map(lambda demo: demo.process.stop(), self._started))
