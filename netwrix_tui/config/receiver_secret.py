"""The token or password of a receiver: from the environment, a command or the keyring."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping

from netwrix_tui.client.connection import Secret
from netwrix_tui.config.receiver_settings import ReceiverSettings
from netwrix_tui.config.secret import secret_of_command, secret_of_keyring
from netwrix_tui.config.secret_lines import meant
from netwrix_tui.config.secret_text import read_text

TOKEN_VARIABLE = "NETWRIX_TUI_SHIP_TOKEN"  # noqa: S105 - the name of a variable, not a token


def take_token(environment: MutableMapping[str, str]) -> Secret | None:
    """The environment's token, taken out of it, so that no child process inherits it.

    Raises UsageError where it is not text.
    """
    token = environment.pop(TOKEN_VARIABLE, None)
    if token is None:
        return None
    encoding = sys.getfilesystemencoding()
    raw = token.encode(encoding, sys.getfilesystemencodeerrors())
    source = f"The token in {TOKEN_VARIABLE}"
    return Secret(meant(read_text(raw, encoding, source), source))


def receiver_secret(settings: ReceiverSettings, taken: Secret | None) -> Secret | None:
    """The secret of a receiver, None where nothing gives one. Raises UsageError.

    ``taken`` is the environment's, which goes before the others.
    """
    if taken is not None and taken:
        return taken
    if settings.token_command:
        return secret_of_command(settings.token_command, setting="token_command")
    if settings.keyring:
        return secret_of_keyring((f"receiver {settings.name}", f"receiver {settings.url}"))
    return None
