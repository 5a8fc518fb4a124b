"""Where a password comes from. It is never written anywhere but into the system's keyring."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import MutableMapping, Sequence
from functools import partial
from typing import Any

from netwrix_tui.client.account_identity import account_identity, server_identity
from netwrix_tui.client.connection import Secret, server_name
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.secret_lines import first_line, meant
from netwrix_tui.config.secret_text import read_text
from netwrix_tui.config.typed_password import typed_password
from netwrix_tui.errors import UsageError
from netwrix_tui.sanitize import visible
from netwrix_tui.wire.element_names import BASE_PATH

PASSWORD_VARIABLE = "NETWRIX_API_PASSWORD"  # noqa: S105 - the name of a variable, not a password
COMMAND_PATIENCE = 120
"""Seconds that a password_command may take: it may ask for a passphrase or a touch."""

_SERVICE = "netwrix-tui"


def taken_from(environment: MutableMapping[str, str]) -> Secret | None:
    """The environment's password, taken out of it, so that no child process inherits it."""
    password = environment.pop(PASSWORD_VARIABLE, None)
    return Secret(password) if password is not None else None


def as_meant(taken: Secret | None) -> Secret | None:
    """The environment's password, where it is sure to be text,
    without what is not part of it. Raises UsageError."""
    if taken is None:
        return None
    encoding = sys.getfilesystemencoding()
    raw = taken.reveal().encode(encoding, sys.getfilesystemencodeerrors())
    source = f"The password in {PASSWORD_VARIABLE}"
    return Secret(meant(read_text(raw, encoding, source), source))


def kept_secret(profile: Profile, *, on_screen: bool = False) -> Secret | None:
    """The password that the profile's command or the keyring gives; None where neither is set.

    ``on_screen`` says that the terminal is in use: the command cannot ask or complain there.
    Raises UsageError; may take as long as its user takes.
    """
    if profile.password_command:
        return secret_of_command(profile.password_command, on_screen=on_screen)
    return _from_keyring(profile) if profile.keyring else None


def asked_secret(profile: Profile) -> Secret:
    """The password that is typed at the prompt. Raises UsageError where there is none."""
    if not sys.stdin.isatty():
        raise UsageError(
            "No password is given, and there is no terminal to ask for one.",
            cause="Neither the environment, nor the profile's password_command or keyring has it.",
            next_step=f"Set {PASSWORD_VARIABLE}, or password_command in the profile.",
        )
    server = server_name(profile.server or "")
    typed = typed_password(f"Password of {visible(profile.user or '')} @ {visible(server)}: ")
    if not typed:
        raise UsageError("No password was typed.", next_step="Nothing was sent.")
    source = "The password that was typed"
    return Secret(meant(read_text(typed, sys.stdin.encoding, source), source))


def keep_in_keyring(profile: Profile, secret: Secret) -> None:
    """Hand a password to the system's keyring. Raises UsageError."""
    keyring = _keyring()
    try:
        keyring.set_password(_SERVICE, _entry(profile), secret.reveal())
    except keyring.errors.KeyringError as error:
        # Not chained: a backend may quote what it was given.
        raise _keyring_failed(type(error).__name__) from None


def keyring_is_there() -> bool:
    """True where the extra is installed and the system has a keyring that can be used."""
    try:
        keyring = _keyring()
    except UsageError:
        return False
    return bool(keyring.get_keyring().priority > 0)


def secret_of_command(
    command: tuple[str, ...], *, on_screen: bool = False, setting: str = "password_command"
) -> Secret:
    """What a command gives whose first line of output is a password. Raises UsageError.

    ``setting`` is the one that names the command.
    """
    failed = partial(command_failed, setting)
    try:
        words: str | Sequence[str] = command
        if len(command) == 1:  # a line of words; Windows takes it as it is, quotes and all
            words = shlex.split(command[0]) if os.name == "posix" else command[0]
        done = subprocess.run(  # noqa: S603  # the user's own command, from the user's own file
            words,
            stdin=subprocess.DEVNULL if on_screen else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if on_screen else None,
            timeout=COMMAND_PATIENCE,
            check=False,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no command"
        why = "Its name or path is mistyped, or it is not installed here."
        raise failed(f"{reason}", why) from None
    except subprocess.TimeoutExpired:
        why = "It may be waiting for somebody to type, or for a vault that is away."
        raise failed(f"it did not end within {COMMAND_PATIENCE} s", why) from None
    if done.returncode != 0:
        why = "The vault may be locked or away, or the entry has another name."
        raise failed(f"it ended with status {done.returncode}", why)
    try:
        line = first_line(done.stdout)
    except UnicodeDecodeError:
        why = "It writes in another encoding."
        raise failed("its output is not UTF-8 text", why) from None
    password = meant(line, f"The first line of what {setting} gives")
    if not password:
        why = "It found no password, or writes it to standard error or behind a line of its own."
        raise failed("its first line of output is empty", why)
    return Secret(password)


def command_failed(setting: str, how: str, why: str) -> UsageError:
    """The error for a command that gave no secret."""
    secret = "token" if setting == "token_command" else "password"
    return UsageError(
        f"{setting} gave no {secret}: {how}.",
        cause=why,
        next_step=f"Run the command by hand; its first line of output has to be the {secret}.",
    )


def _from_keyring(profile: Profile) -> Secret | None:
    # Versions before this one kept it by the account and the server as they were written.
    return secret_of_keyring((_entry(profile), f"{profile.user} @ {profile.server}"))


def secret_of_keyring(entries: Sequence[str]) -> Secret | None:
    """What the keyring has under the first of these names that it knows. Raises UsageError."""
    keyring = _keyring()
    try:
        found = (keyring.get_password(_SERVICE, entry) for entry in entries)
        password = next(filter(None, found), None)
    except keyring.errors.KeyringError as error:
        raise _keyring_failed(type(error).__name__) from None
    return Secret(meant(password, "What the keyring holds")) if password else None


def _keyring() -> Any:
    try:
        import keyring
        import keyring.errors
    except ImportError as error:
        raise UsageError(
            "The system's keyring cannot be asked.",
            cause="The extra is not installed.",
            next_step="Install netwrix-tui[keyring], or use password_command.",
        ) from error
    return keyring


def _keyring_failed(why: str) -> UsageError:
    return UsageError(
        "The system's keyring does not answer.",
        cause=f"It says {why}: over SSH it is often locked, or not there.",
        next_step=f"Unlock it, or use password_command or {PASSWORD_VARIABLE}.",
    )


def _entry(profile: Profile) -> str:
    """The name of the account's password in the keyring, however account and server are written."""
    server = server_identity(profile.server).removeprefix("https://")
    return f"{account_identity(profile.user)} @ {server.removesuffix(BASE_PATH)}"
