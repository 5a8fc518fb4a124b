"""Two servers of ClickHouse on loopback, one cluster of two parts: Debian's, without a service."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import httpx

from netwrix_tui.archive.cluster.address import ClusterAddress
from netwrix_tui.archive.cluster.click_house import ClickHouse
from netwrix_tui.client.connection import Secret
from tests.client.certificates import TestCertificate
from tests.client.kerberos_realm import free_port
from tests.waiting import wait_until

CLUSTER = "audit"
USER, PASSWORD = "auditor", "it's only\\for tests: é"
MISSING = "" if shutil.which("clickhouse-server") else "clickhouse-server is not installed"

_USERS = """<yandex>
 <profiles><default><max_memory_usage>{memory}</max_memory_usage></default></profiles>
 <users>
  <default><password></password><networks><ip>127.0.0.1</ip></networks>
   <profile>default</profile><quota>default</quota></default>
  <auditor><password>{password}</password><networks><ip>127.0.0.1</ip></networks>
   <profile>default</profile><quota>default</quota></auditor>
 </users>
 <quotas><default/></quotas>
</yandex>
"""
_CONFIG = """<yandex>
 <logger><level>warning</level><log>{own}/server.log</log><errorlog>{own}/error.log</errorlog></logger>
 <listen_host>127.0.0.1</listen_host>
 <http_port>{http}</http_port><tcp_port>{tcp}</tcp_port>{https}
 <interserver_http_port>{between}</interserver_http_port>
 <path>{own}/data/</path><tmp_path>{own}/tmp/</tmp_path><users_config>{own}/users.xml</users_config>
 <default_profile>default</default_profile><default_database>default</default_database>
 <mark_cache_size>16777216</mark_cache_size><max_concurrent_queries>50</max_concurrent_queries>
 <remote_servers><audit>{shards}</audit></remote_servers>
</yandex>
"""
_SHARD = (
    "<shard><internal_replication>true</internal_replication>"
    "<replica><host>127.0.0.1</host><port>{}</port></replica></shard>"
)
_TLS = """<https_port>{port}</https_port><openSSL><server>
 <certificateFile>{certificate}</certificateFile><privateKeyFile>{key}</privateKeyFile>
 <verificationMode>none</verificationMode><cacheSessions>true</cacheSessions>
 <preferServerCiphers>true</preferServerCiphers></server></openSSL>"""


class ClickHousePair:
    """The two servers; each may be ended and started again. ``memory`` is of one question."""

    def __init__(
        self, place: Path, *, memory: int = 400_000_000, tls: TestCertificate | None = None
    ) -> None:
        self.place = place
        self.ports = [free_port(), free_port()]
        self.tls_port = free_port()
        self._processes: list[subprocess.Popen[bytes] | None] = [None, None]
        self._databases = count(1)
        inner = [free_port(), free_port()]
        shards = "".join(map(_SHARD.format, inner))
        for number, (http, tcp) in enumerate(zip(self.ports, inner, strict=True)):
            own = self._own(number)
            for name in ("data", "tmp"):
                (own / name).mkdir(parents=True)
            https = ""
            if tls is not None and not number:
                https = _TLS.format(port=self.tls_port, certificate=tls.chain, key=tls.key)
            (own / "users.xml").write_text(_USERS.format(memory=memory, password=PASSWORD))
            (own / "config.xml").write_text(
                _CONFIG.format(
                    own=own, http=http, tcp=tcp, between=free_port(), shards=shards, https=https
                )
            )
            self.start(number)
        for number in range(2):
            self.await_answer(number)

    def start(self, number: int) -> None:
        """Start one of them; it answers a little later."""
        own = self._own(number)
        with (own / "out").open("ab") as out:
            self._processes[number] = subprocess.Popen(
                [shutil.which("clickhouse-server") or "", f"--config-file={own}/config.xml"],
                cwd=own, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            )  # fmt: skip

    def await_answer(self, number: int) -> None:
        def answers() -> bool:
            process = self._processes[number]
            assert process is not None
            assert process.poll() is None, (self._own(number) / "error.log").read_text()[-500:]
            try:
                return httpx.get(f"http://127.0.0.1:{self.ports[number]}/ping").text == "Ok.\n"
            except httpx.HTTPError:
                return False

        wait_until(answers)

    def kill(self, number: int) -> None:
        """End one of them as kill -9 does."""
        process = self._processes[number]
        if process is not None:
            process.kill()
            process.wait()

    def close(self) -> None:
        for number in range(2):
            self.kill(number)
        shutil.rmtree(self.place, ignore_errors=True)

    def address(self, database: str = "", *, one: bool = False, first: int = 0) -> str:
        """An archive's address, of a database of its own if none is named."""
        ports = self.ports[first:] + self.ports[:first]
        servers = ",".join(f"127.0.0.1:{port}" for port in ports[: 1 if one else 2])
        return f"clickhouse://{USER}@{servers}/{database or f'archive_{next(self._databases)}'}"

    def opened(self, address: str) -> ClickHouse:
        return ClickHouse(ClusterAddress.parse(address), Secret(PASSWORD))

    def values(self, address: str, query: str, types: str = "s") -> list[tuple[object, ...]]:
        cluster = self.opened(address)
        try:
            return cluster.ask(query, types)
        finally:
            cluster.close()

    def _own(self, number: int) -> Path:
        return self.place / str(number)


def started_pair(place: Path) -> Iterator[ClickHousePair]:
    with ExitStack() as ending:
        pair = ClickHousePair(place)
        ending.callback(pair.close)
        yield pair
