"""Apache httpd as a server that others wrote: GSS-API, Digest and Basic over TLS on loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
from hashlib import md5
from pathlib import Path

from netwrix_tui.wire.element_names import BASE_PATH
from tests.client.certificates import TestCertificate
from tests.client.kerberos_realm import KerberosRealm, await_port, free_port

_MODULES = Path("/usr/lib/apache2/modules")
_LOADED = (
    "mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic",
    "auth_digest", "auth_gssapi", "alias", "socache_shmcb", "ssl",
)  # fmt: skip
_NTLM_MECHANISM = Path("/etc/gss/mech.d/mech.ntlmssp.conf")
REALM = "netwrix"
PAGE = b'{"ActivityRecordList":[{"RID":"1","Who":"jane"}]}'


def missing_parts() -> list[str]:
    """What such a server needs and this machine has not."""
    missing = [] if shutil.which("apache2", path="/usr/sbin") else ["apache2"]
    missing += [] if (_MODULES / "mod_auth_gssapi.so").exists() else ["mod_auth_gssapi"]
    return missing + ([] if _NTLM_MECHANISM.exists() else ["gss-ntlmssp"])


class Apache:
    """Serves one page of records under a path for each way to sign in."""

    def __init__(
        self,
        directory: Path,
        certificate: TestCertificate,
        realm: KerberosRealm,
        user: str,
        password: str,
    ) -> None:
        """``user`` may come by NTLM (``CORP\\user``), Digest and Basic."""
        self._directory = directory
        self.port = free_port()
        root = directory / "pages"
        root.mkdir()
        (root / "enum").write_bytes(PAGE)
        digest = md5(f"{user}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()
        (directory / "digest").write_text(f"{user}:{REALM}:{digest}\n")
        _write_basic(directory / "basic", user, password)
        domain, _, name = user.partition("\\")
        (directory / "ntlm").write_text(f"{domain}:{name}:{password}\n")
        for path in directory.iterdir():
            path.chmod(0o755 if path.is_dir() else 0o644)
        config = directory / "httpd.conf"
        config.write_text(self._config(certificate, realm, root))
        self._process = subprocess.Popen(
            ["/usr/sbin/apache2", "-DFOREGROUND", "-f", str(config)],
            env=os.environ
            | {
                "KRB5_CONFIG": str(realm.config),
                "NTLM_USER_FILE": str(directory / "ntlm"),
                "LM_COMPAT_LEVEL": "5",
            },
            stdout=subprocess.DEVNULL,
            stderr=(directory / "stderr").open("wb"),
        )
        if not await_port(self.port, self._process):
            raise RuntimeError(f"Apache does not listen: {self._errors()}")

    def url(self, way: str) -> str:
        """The API's base for ``gssapi``, ``ntlm``, ``digest`` or ``basic``."""
        return f"https://localhost:{self.port}/{way}{BASE_PATH}"

    def close(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait()

    def _errors(self) -> str:
        paths = [self._directory / name for name in ("stderr", "error.log")]
        return "".join(path.read_text() for path in paths if path.exists())

    def _config(self, certificate: TestCertificate, realm: KerberosRealm, root: Path) -> str:
        directory = self._directory
        modules = "\n".join(
            f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in _LOADED
        )
        run_as = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
        ways = {
            "gssapi": f"AuthType GSSAPI\nAuthName {REALM}\nGssapiCredStore keytab:{realm.keytab}\n"
            "GssapiAllowedMech krb5",
            "ntlm": f"AuthType GSSAPI\nAuthName {REALM}\nGssapiAllowedMech ntlmssp\n"
            "GssapiConnectionBound On",
            "digest": f"AuthType Digest\nAuthName {REALM}\nAuthDigestProvider file\n"
            f"AuthUserFile {directory / 'digest'}",
            "basic": f"AuthType Basic\nAuthName {REALM}\nAuthBasicProvider file\n"
            f"AuthUserFile {directory / 'basic'}",
        }
        locations = "\n".join(
            f"Alias /{way}{BASE_PATH} {root}/\n<Location /{way}/>\n{rules}\n"
            "Require valid-user\n</Location>"
            for way, rules in ways.items()
        )
        return f"""ServerRoot {directory}
ServerName localhost
PidFile {directory / "pid"}
DefaultRuntimeDir {directory}
{modules}
{run_as}
Listen 127.0.0.1:{self.port}
ErrorLog {directory / "error.log"}
SSLEngine on
SSLCertificateFile {certificate.chain}
SSLCertificateKeyFile {certificate.key}
KeepAlive On
MaxKeepAliveRequests 0
{locations}
"""


def _write_basic(path: Path, user: str, password: str) -> None:
    subprocess.run(
        ["htpasswd", "-i", "-c", "-B", "-C", "4", str(path), user],
        input=password, text=True, check=True, capture_output=True,
    )  # fmt: skip
