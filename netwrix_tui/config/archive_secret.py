"""The password of an archive on a cluster: from the environment, a command, or the keyring.

The profile's command and keyring are asked for the archive that the profile names, and for no
other one: one server's password never goes to another.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping

from netwrix_tui.client.connection import Secret
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.secret import secret_of_command, secret_of_keyring
from netwrix_tui.config.secret_lines import meant
from netwrix_tui.config.secret_text import read_text

ARCHIVE_PASSWORD_VARIABLE = "NETWRIX_TUI_ARCHIVE_PASSWORD"  # noqa: S105 - the name of a variable


def take_archive_password(environment: MutableMapping[str, str]) -> Secret | None:
    """The environment's, taken out of it, so that no child process inherits it.

    Raises UsageError where it is not text.
    """
    password = environment.pop(ARCHIVE_PASSWORD_VARIABLE, None)
    if password is None:
        return None
    raw = password.encode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
    source = f"The password in {ARCHIVE_PASSWORD_VARIABLE}"
    return Secret(meant(read_text(raw, sys.getfilesystemencoding(), source), source))


def archive_secret(place: str, settings: Profile | None, taken: Secret | None) -> Secret | None:
    """The password for an archive's address; None where nothing gives one. Raises UsageError.

    ``taken`` is the environment's, which goes before the others.
    """
    if taken is not None:
        return taken
    if settings is None or settings.archive != place:
        return None
    if settings.archive_password_command:
        return secret_of_command(
            settings.archive_password_command, setting="archive_password_command"
        )
    if settings.archive_keyring:
        return secret_of_keyring((f"archive {place}", f"archive {settings.name}"))
    return None
