"""Signature of a package by OpenSSH: ``ssh-keygen -Y sign`` over the tag manifest.

It lies beside the package. Format and options: ssh-keygen(1), and PROTOCOL.sshsig of OpenSSH.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from netwrix_tui.errors import UsageError
from netwrix_tui.evidence.report_words import NAMESPACE
from netwrix_tui.foreign_text import foreign

_PROGRAM = "ssh-keygen"
_ROOM = 300

_PATIENCE = 60.0
"""Seconds for whoever has to touch a key or to say yes in an agent, where nothing else asks."""

_NEVER_ASKS = {"SSH_ASKPASS_REQUIRE": "never"}
"""And no window either, of which a screen would know nothing (ssh(1), "ENVIRONMENT")."""


def signature_path(package: Path) -> Path:
    """Where the signature of a package lies."""
    return package.with_name(f"{package.name}.sig")


def check_key(key: Path) -> None:
    """Raises UsageError where there is no such file: before much is done in vain."""
    if not key.is_file():
        raise UsageError(
            f"There is no key {key}.", next_step="Name the file of a key to sign with."
        )


def signed(content: bytes, key: Path, *, may_ask: bool = True) -> bytes:
    """The signature. Raises UsageError.

    ssh-keygen itself asks for a passphrase, unless not ``may_ask``: where a screen has the
    terminal, only a key without one, or one that an agent holds, can sign.
    """
    words = ["-Y", "sign", "-n", NAMESPACE, "-f", str(key.absolute())]
    try:
        done = _run(words, content, may_ask=may_ask)
    except subprocess.TimeoutExpired as error:
        raise UsageError(
            f"The package cannot be signed with {key}: ssh-keygen gave no answer.",
            next_step="Check the key, or the agent that holds it; nothing was written.",
        ) from error
    if done is None:
        raise UsageError(
            "ssh-keygen is not there: nothing can be signed.",
            next_step="Install OpenSSH's client, or make the package unsigned.",
        )
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        way_on = "Check the key; nothing was written."
        if not may_ask:
            way_on = (
                "A key with a passphrase signs here once ssh-add has it and its .pub file is "
                "named; nothing was written."
            )
        raise UsageError(
            f"The package cannot be signed with {key}: ssh-keygen says {_said(done)}.",
            next_step=way_on,
        )
    return done.stdout


@dataclass(frozen=True, slots=True)
class Checked:
    """``fits`` is None where nothing can be told; ``words`` say what was found, as a sentence."""

    fits: bool | None
    words: str


def check(content: bytes, signature: Path, signers: Path | None) -> Checked:
    """Whether a signature is of this content, and whose, by a file of allowed signers."""
    if signers is None:
        done = _run(["-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(signature)], content)
        if done is None:
            return _cannot_tell(signature)
        if done.returncode:
            return Checked(False, f"{signature.name}: the signature is not of this package.")
        return Checked(
            True,
            f"{signature.name}: the signature fits ({_said(done)}); whose key that is cannot be "
            "told without --signers.",
        )
    found = _run(["-Y", "find-principals", "-s", str(signature), "-f", str(signers)], b"")
    if found is None:
        return _cannot_tell(signature)
    principal = found.stdout.decode("utf-8", "replace").partition("\n")[0].strip()
    if found.returncode or not principal:
        return Checked(False, f"{signature.name}: its key is none of those in {signers}.")
    options = ["-n", NAMESPACE, "-s", str(signature), "-f", str(signers), "-I", principal]
    done = _run(["-Y", "verify", *options], content)
    if done is None or done.returncode:
        return Checked(False, f"{signature.name}: the signature is not of this package.")
    return Checked(True, f"{signature.name}: signed by {foreign(principal, _ROOM)}.")


def check_bytes(content: bytes, signature: bytes, name: str, signers: Path | None) -> Checked:
    """The same for a signature that lies in no file of its own."""
    with tempfile.TemporaryDirectory(prefix="netwrix-") as directory:
        path = Path(directory) / Path(name).name
        path.write_bytes(signature)
        return check(content, path, signers)


def _cannot_tell(signature: Path) -> Checked:
    return Checked(
        None, f"{signature.name}: the signature cannot be checked, as ssh-keygen is not there."
    )


def _run(
    words: list[str], content: bytes, *, may_ask: bool = True
) -> subprocess.CompletedProcess[bytes] | None:
    program = shutil.which(_PROGRAM)
    if program is None:
        return None
    return subprocess.run(  # noqa: S603 - OpenSSH's own, with options of ours
        [program, *words],
        input=content,
        capture_output=True,
        check=False,
        # A passphrase is asked for at the terminal of the session: without one, nowhere.
        start_new_session=not may_ask,
        env=None if may_ask else {**os.environ, **_NEVER_ASKS},
        timeout=None if may_ask else _PATIENCE,
    )


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    text = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
    return foreign(" ".join(text.split()), _ROOM)
