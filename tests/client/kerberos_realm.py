"""A Kerberos realm of its own on loopback: an MIT KDC in a directory that goes away with it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

REALM = "CORP.TEST"
_TOOLS = ("krb5kdc", "kdb5_util", "kadmin.local", "kinit")
_SBIN = "/usr/sbin:/sbin:/usr/bin:/bin"


def missing_programs() -> list[str]:
    """What a realm needs and this machine has not."""
    return [tool for tool in _TOOLS if shutil.which(tool, path=_SBIN) is None]


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_port(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Wait until a process listens; False where it has ended instead."""
    while process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                return True
        except ConnectionRefusedError:
            time.sleep(0.02)
    return False


class KerberosRealm:
    """The realm CORP.TEST with its accounts and one service, ``HTTP/localhost``."""

    def __init__(self, directory: Path, accounts: dict[str, str]) -> None:
        """``accounts`` are names and passwords; preauthentication is required of all."""
        self._directory = directory
        self.keytab = directory / "http.keytab"
        self.config = directory / "krb5.conf"
        self._log = directory / "kdc.log"
        self.port = free_port()
        self._write_config()
        self.environment = os.environ | {
            "PATH": _SBIN,
            "KRB5_CONFIG": str(self.config),
            "KRB5_KDC_PROFILE": str(directory / "kdc.conf"),
            "KRB5CCNAME": f"FILE:{directory / 'tickets'}",
        }
        self._run("kdb5_util", "create", "-s", "-P", "master", "-r", REALM)
        for name, password in accounts.items():
            self._run("kadmin.local", "-q", f"addprinc +requires_preauth -pw {password} {name}")
        self._run("kadmin.local", "-q", "addprinc -randkey HTTP/localhost")
        self._run("kadmin.local", "-q", f"ktadd -k {self.keytab} HTTP/localhost")
        self.keytab.chmod(0o644)
        self._kdc = subprocess.Popen(
            ["krb5kdc", "-n", "-r", REALM],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

        await_port(self.port, self._kdc)

    def close(self) -> None:
        """End the KDC."""
        self._kdc.terminate()
        self._kdc.wait()

    def kinit(self, name: str, password: str) -> None:
        """Get a ticket into the cache that the environment names."""
        self._run("kinit", name, stdin=password)

    def logons(self, name: str) -> list[str]:
        """The KDC's log lines of this account's logons so far."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        return [line for line in lines if "AS_REQ" in line and f"{name}@" in line]

    def refused_logons(self, name: str) -> int:
        """How often a password was wrong."""
        return sum("PREAUTH_FAILED" in line for line in self.logons(name))

    def granted_logons(self, name: str) -> int:
        """How often one was right."""
        return sum("ISSUE" in line for line in self.logons(name))

    def _run(self, *command: str, stdin: str = "") -> None:
        subprocess.run(
            command, env=self.environment, input=stdin, text=True, check=True, capture_output=True
        )

    def _write_config(self) -> None:
        self.config.write_text(
            f"""[libdefaults]
  default_realm = {REALM}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
[realms]
  {REALM} = {{
    kdc = 127.0.0.1:{self.port}
  }}
[domain_realm]
  localhost = {REALM}
"""
        )
        (self._directory / "kdc.conf").write_text(
            f"""[kdcdefaults]
  kdc_listen = 127.0.0.1:{self.port}
  kdc_tcp_listen = 127.0.0.1:{self.port}
[realms]
  {REALM} = {{
    database_name = {self._directory / "principal"}
    key_stash_file = {self._directory / "stash"}
    acl_file = {self._directory / "acl"}
  }}
[logging]
  kdc = FILE:{self._log}
"""
        )
