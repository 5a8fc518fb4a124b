"""Keys and commands of the user's own: the tables ``[keys]`` and ``[commands]`` of the settings.

::

    [keys]
    "explorer.summary" = "ctrl+t"          # an action's id, as the help tells it
    "table.mark" = ["space", "m"]

    [commands.ticket]
    run = ["/usr/local/bin/ticket", "--new"]
    words = "Open a ticket"
    input = "json"                         # or "environment"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from netwrix_tui.config.directories import profile_path
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.errors import UsageError

_LONGEST = 80


class CommandInput(StrEnum):
    """How a command gets the records: as JSON on standard input, or a single one's fields in its
    environment, too."""

    JSON = "json"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class UserCommand:
    """A command that is run on marked records. ``argv`` is run as it is, without a shell."""

    name: str
    argv: tuple[str, ...]
    words: str
    input: CommandInput = CommandInput.JSON


@dataclass(frozen=True, slots=True)
class UserSettings:
    """``keys`` are keys separated by commas, by the ids of the actions."""

    keys: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[UserCommand, ...] = ()


def read_user_settings(environment: Mapping[str, str]) -> UserSettings:
    """What the file of settings says of them; nothing where there is no file. Raises UsageError."""
    path = profile_path(environment)
    keys, commands = ProfileFile(path).user_tables()
    try:
        return UserSettings(_keys(keys), _commands(commands))
    except UsageError as error:
        raise UsageError(f"{path}: {error.what}", next_step=error.next_step) from error


def _keys(table: object) -> dict[str, str]:
    if not isinstance(table, dict):
        raise UsageError("keys is not a table.")
    found = {}
    for name, value in table.items():
        keys = value if isinstance(value, list) else [value]
        # A comma is a key, too.
        named = ["comma" if key == "," else key for key in keys]
        if not named or not all(isinstance(key, str) and key.strip() for key in named):
            raise UsageError(
                f"keys: {name!r} wants a key, or a list of keys.", next_step='As "ctrl+t" or "T".'
            )
        found[str(name)] = ",".join(key if key == " " else key.strip() for key in named)
    return found


def _commands(table: object) -> tuple[UserCommand, ...]:
    if not isinstance(table, dict):
        raise UsageError("commands is not a table.")
    return tuple(_command(str(name), value) for name, value in table.items())


def _command(name: str, table: object) -> UserCommand:
    if not isinstance(table, dict):
        raise UsageError(f"commands.{name} is not a table.", next_step="It has run, words, input.")
    unknown = [key for key in table if key not in ("run", "words", "input")]
    if unknown:
        raise UsageError(
            f"commands.{name}: {unknown[0]} is not a setting here.",
            next_step="It has run, words, input.",
        )
    argv = table.get("run")
    parts = argv if isinstance(argv, list) else []
    if not parts or not all(isinstance(part, str) and "\0" not in part for part in parts):
        raise UsageError(
            f"commands.{name}: run wants a list of texts.",
            next_step='As run = ["/usr/local/bin/ticket", "--new"]: no shell reads it.',
        )
    words = table.get("words", name)
    if not isinstance(words, str) or not words.strip() or len(words) > _LONGEST:
        raise UsageError(f"commands.{name}: words wants a text of at most {_LONGEST} characters.")
    given = table.get("input", CommandInput.JSON.value)
    if given not in tuple(CommandInput):
        raise UsageError(f"commands.{name}: input is json or environment.")
    return UserCommand(name, tuple(parts), words.strip(), CommandInput(given))
