"""Settings with which nothing is sent, each wrong in one way: told before anything is tried.

Each makes the connection of the settings, which raises UsageError.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from netwrix_tui.client.tls import tls_context
from netwrix_tui.client.trust import CaFile
from netwrix_tui.config import secret
from netwrix_tui.config.choosing import choose, connected, described
from netwrix_tui.config.directories import without_home
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.secret import kept_secret
from netwrix_tui.errors import UsageError
from tests.doctor.sign_in_faults import Machine

Fault = Callable[[Machine], object]


def _described(**settings: object) -> Fault:
    given = {"server": "nwx01", "user": "CORP\\jane"} | settings
    return lambda _: described(Profile(**given))  # type: ignore[arg-type]


def _commanded(code: str) -> Fault:
    command = (sys.executable, "-c", code)
    return lambda _: kept_secret(Profile(server="nwx01", password_command=command))


def _in_environment(password: str) -> Fault:
    def fault(machine: Machine) -> object:
        none = str(machine.folder / "none")
        environment = {"NETWRIX_API_PASSWORD": password, "NETWRIX_TUI_CONFIG": none}
        return choose(Profile(server="nwx01", user="jane"), None, environment)

    return fault


def _nothing_named(machine: Machine) -> object:
    return choose(Profile(), None, {"NETWRIX_TUI_CONFIG": str(machine.folder / "none")})


def _nobody_to_ask(machine: Machine) -> object:
    machine.patch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: False))
    environment = {"NETWRIX_TUI_CONFIG": str(machine.folder / "none")}
    settings = Profile(server="127.0.0.1", user="CORP\\jane")
    return connected(choose(settings, None, environment))


def _without_keyring(machine: Machine) -> object:
    machine.patch.setitem(sys.modules, "keyring", None)
    return kept_secret(Profile(server="nwx01", user="jane", keyring=True))


def _late_command(machine: Machine) -> object:
    machine.patch.setattr(secret, "COMMAND_PATIENCE", 0.05)
    return _commanded("import time; time.sleep(60)")(machine)


def _ca_file(content: bytes | None) -> Fault:
    def fault(machine: Machine) -> object:
        path = machine.folder / "ca.pem"
        if content is not None:
            path.write_bytes(content)
        return tls_context(CaFile(path))

    return fault


def _homeless(**environment: str) -> Fault:
    """What is said once, before the command goes on, as an error would be."""

    def fault(machine: Machine) -> object:
        temporary = machine.folder / "temporary"
        machine.patch.setattr("netwrix_tui.home.home_of_entry", lambda: "")
        machine.patch.setattr("netwrix_tui.config.directories.temporary_home", lambda: temporary)
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            machine.patch.delenv(name, raising=False)
        for name, value in environment.items():
            machine.patch.setenv(name, value)
        said = without_home(os.environ)
        said = said.replace(str(temporary), "{temporary}").replace(f"user {os.geteuid()}", "{user}")
        what, cause, step = said.replace(". ", ".\n").splitlines()
        raise UsageError(what, cause=cause, next_step=step)

    return fault


SETTINGS: dict[str, Fault] = {
    "address: a path of its own": _described(server="https://nwx01/api/x"),
    "address: options that are not the API's": _described(server="nwx01?x=1"),
    "address: a fragment": _described(server="https://nwx01#top"),
    "address: a user name in it": _described(server="https://jane@nwx01"),
    "address: another scheme": _described(server="ldap://nwx01"),
    "address: no server": _described(server="https://:9699"),
    "address: no port": _described(server="nwx01:port"),
    "address: no name": _described(server="a..b"),
    "no server": _nothing_named,
    "thumbprint: NOCHECK": _described(thumbprint="NOCHECK"),
    "thumbprint: MD5": _described(thumbprint="MD5 Fingerprint=" + ":".join(["AB"] * 16)),
    "thumbprint: SHA-1 that is called SHA-256": _described(
        thumbprint="sha256 Fingerprint=" + ":".join(["AB"] * 20)
    ),
    "thumbprint: a CA file too": _described(thumbprint="AB" * 20, ca_file="ca.pem"),
    "thumbprint: plain HTTP": _described(server="http://nwx01", thumbprint="AB" * 20),
    "CA file: not there": _ca_file(None),
    "CA file: no certificate": _ca_file(b"x"),
    "Basic: plain HTTP": _described(server="http://nwx01", auth="basic"),
    "account: a control character": _described(user="ja\x00ne"),
    "account: no text": _described(user="ja\udcffne"),
    "password: nobody to ask": _nobody_to_ask,
    "password: a line break": _in_environment("hush\rsecond"),
    "password: a control character": _in_environment("hu\x1bsh"),
    "password: no text": _in_environment("hu\udcffsh"),
    "password_command: not there": lambda _: kept_secret(
        Profile(server="nwx01", password_command=("no-such-program-here",))
    ),
    "password_command: it fails": _commanded("import sys; sys.exit(3)"),
    "password_command: it writes nothing": _commanded("pass"),
    "password_command: it writes no text": _commanded(
        "import sys; sys.stdout.buffer.write(b'\\xff')"
    ),
    "password_command: it waits": _late_command,
    "keyring: without the extra": _without_keyring,
    "home: HOME is not set": _homeless(),
    "home: HOME is empty": _homeless(HOME=""),
    "home: HOME is the root": _homeless(HOME="/"),
}
"""Each by its name in ``sign_in_sentences.txt``."""


def told_before(name: str, machine: Machine) -> str:
    """What is said of a fault, without what differs from run to run."""
    try:
        SETTINGS[name](machine)
    except UsageError as error:
        lines = (f"settings: {error.what}", f"  cause: {error.cause}", f"  next: {error.next_step}")
        return "\n".join(lines).replace(str(Path(machine.folder)), "{folder}")
    raise AssertionError(f"nothing is said of {name}")
