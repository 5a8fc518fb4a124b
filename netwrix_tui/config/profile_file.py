"""The file with the profiles: TOML that people may edit, and that is kept as they wrote it.

::

    default = "corp"              # the profile of a plain netwrix-tui

    [profiles.corp]
    server = "nwx01.corp.local"
    user = 'CORP\\jane'
    thumbprint = "A1B2 … F0"

    [profiles.all]
    servers = ["corp", "dmz"]     # two profiles, whose servers are asked together
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netwrix_tui.atomic_write import read_file
from netwrix_tui.config.profile import COMMANDS, Profile, Scope, check_name, settings_of
from netwrix_tui.config.receiver_settings import ReceiverSettings, WrongSetting, receiver_settings
from netwrix_tui.config.settings_file import change_settings
from netwrix_tui.config.values import KINDS, check_value
from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError

if TYPE_CHECKING:
    import tomllib

    import tomlkit

# For files with a mistake in them: compiled where one is found, not at each start.
_HEADER = r"\s*\[\s*(profiles|receivers)\s*\.\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+))\s*\]"
_SYNTAX = r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)"
_TOP_KEYS = ("default", "profiles", "receivers", "keys", "commands")
_OF_GROUPS = ("name", "servers", *settings_of(Scope.ANYWHERE), "working_hours")
"""What a profile of several servers may say: all else is each server's own."""

LOCK_PATIENCE = 5.0
"""Seconds that whoever writes the file into a pipe gets."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """What the file holds: the profiles by name, and the name of the one that is taken unasked;
    the receivers by name.
    """

    default: str | None = None
    by_name: dict[str, Profile] = field(default_factory=dict)
    receivers: dict[str, ReceiverSettings] = field(default_factory=dict)


class ProfileChanged(UsageError):
    """Another program has changed a profile since it was read; nothing was saved."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The profile {name} was changed by another program meanwhile, and was not saved.",
            next_step="Look at what it is now, and save again.",
        )


class ProfileFile:
    """Reads and writes the profiles; every error names the file, the line and the key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: dict[str, Profile] = {}
        """What was read or written here last, by name."""
        self._is_read = False

    def read(self) -> Profiles:
        """All profiles; none where there is no such file. Raises UsageError."""
        _, profiles = self._loaded()
        self._seen, self._is_read = dict(profiles.by_name), True
        return profiles

    def user_tables(self) -> tuple[object, object]:
        """The tables ``keys`` and ``commands`` as they stand there; empty without any.

        Commands of a file that others may write are not used. Raises UsageError.
        """
        text, whose = self._text()
        content = self._content(text or "")
        if whose and content.get("commands"):
            raise UsageError(
                f"The commands of {self.path} are not used: {whose}.",
                cause="Whoever can write it could have any command run as you.",
                next_step="Make it yours alone, by chown and chmod 600, or take them out.",
            )
        return content.get("keys", {}), content.get("commands", {})

    def profile(self, name: str) -> Profile:
        """The profile of a name. Raises UsageError where there is none."""
        known = self.read().by_name
        if name in known:
            return known[name]
        raise UsageError(
            f"There is no profile {name} in {self.path}.",
            cause=f"It has {', '.join(known)}." if known else "It has none yet.",
            next_step=f"{did_you_mean(name, (*known, *COMMANDS))}netwrix-tui --help lists the "
            "commands; netwrix-tui without any makes a profile.",
        )

    def seen(self, name: str) -> Profile | None:
        """The profile as it was read or written here last; None where it was not."""
        return self._seen.get(name)

    def save(self, profile: Profile, *, as_default: bool = False) -> None:
        """Add a profile, or replace the settings of one; all else in the file stays as it is.

        Settings that are None are taken out. Raises UsageError, which is a ProfileChanged where
        another program has changed or made this profile since the file was read here.
        """
        name = profile.name

        def unless_changed(there: Profile | None) -> Profile:
            is_known = self._is_read or name in self._seen
            if is_known and there not in (None, profile, self._seen.get(name)):
                raise ProfileChanged(name)
            return profile

        self.change(name, unless_changed, as_default=as_default)

    def change(
        self,
        name: str,
        change: Callable[[Profile | None], Profile],
        *,
        as_default: bool | None = None,
    ) -> Profile:
        """Put a profile in the place of what the file holds by now under its name, if anything.

        No other program writes in between. With ``as_default`` it is taken unasked from now on;
        None: if it is the first. Raises UsageError, as ``change`` may.
        """
        check_name(name, is_new=False)
        made = Profile(name)

        def changed() -> str:
            nonlocal made
            before, profiles = self._to_change(name)
            check_name(name, is_new=name not in profiles.by_name)
            made = change(profiles.by_name.get(name))
            is_default = not profiles.by_name if as_default is None else as_default
            text = self._with(before, made, profiles.by_name.get(name), is_default=is_default)
            if self._parsed(text).by_name != profiles.by_name | {name: made}:
                raise self._refused(None, f"{name} cannot be written into it and all else be kept.")
            return text

        change_settings(self.path, changed)
        self._seen[name] = made
        return made

    def _to_change(self, name: str) -> tuple[str, Profiles]:
        try:
            text, profiles = self._loaded()
            return text or "", profiles
        except UsageError as error:  # mended by its owner, not overwritten
            raise UsageError(
                f"{name} was not saved: {error.what}",
                cause=f"{error.cause} The file stays as it is.".strip(),
                next_step=error.next_step,
            ) from error

    def _with(self, text: str, made: Profile, before: Profile | None, *, is_default: bool) -> str:
        """The text with a profile in it; what is written by hand stays where it is."""
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            document = tomlkit.parse(text)
            tables = document.setdefault("profiles", tomlkit.table(is_super_table=True))
            if made.name not in tables:
                tables[made.name] = tomlkit.table()
            _fill(tables[made.name], made, before or Profile())
            return self._with_default(document, made.name) if is_default else document.as_string()
        except TOMLKitError as error:
            raise self._refused(None, f"{made.name} cannot be written into it: {error}.") from error

    @staticmethod
    def _with_default(document: tomlkit.TOMLDocument, name: str) -> str:
        if "default" in document:
            document["default"] = name
            return document.as_string()
        # A key of the top level has to stand above the first table.
        return f'default = "{name}"\n\n{document.as_string()}'

    def _loaded(self) -> tuple[str | None, Profiles]:
        text, whose = self._text()
        profiles = self._parsed(text)
        commands = [
            "password_command" for each in profiles.by_name.values() if each.password_command
        ]
        commands += ["token_command" for each in profiles.receivers.values() if each.token_command]
        if whose and commands:
            raise UsageError(
                f"{self.path} is not used: it names a {commands[0]}, and {whose}.",
                cause="Whoever can write it could have any command run as you.",
                next_step="Make it yours alone, by chown and chmod 600, or take that setting out.",
            )
        return text, profiles

    def _text(self) -> tuple[str | None, str]:
        """The text, and what it is about whoever may write it; empty where nobody else may."""
        try:
            data, found = read_file(self.path, patience=LOCK_PATIENCE)
            return data.decode("utf-8-sig"), _others_may_write(found)
        except FileNotFoundError:
            return None, ""
        except UnicodeDecodeError as error:
            raise self._refused(None, "it is not UTF-8 text.") from error
        except OSError as error:
            raise UsageError(
                f"{self.path} cannot be read: {error.strerror}.",
                next_step="Get permission to read it, or name another file in NETWRIX_TUI_CONFIG.",
            ) from error

    def _parsed(self, text: str | None) -> Profiles:
        if text is None:
            return Profiles()
        return self._profiles(self._content(text), text)

    def _content(self, text: str) -> dict[str, Any]:
        import tomllib

        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self._not_toml(error, text) from error
        except RecursionError as error:
            raise self._refused(None, "it is nested too deeply.") from error

    def _profiles(self, content: dict[str, Any], text: str) -> Profiles:
        at = _Lines(text)
        for key in content:
            if key not in _TOP_KEYS:
                raise self._refused(
                    at.line("", key), f"{key} is not a setting here.", _which(_TOP_KEYS)
                )
        tables = content.get("profiles", {})
        if not isinstance(tables, dict):
            raise self._refused(at.line("", "profiles"), "profiles is not a table.")
        by_name = {name: self._profile(name, table, at) for name, table in tables.items()}
        for group in by_name.values():
            self._check_group(group, by_name, at)
        default = content.get("default")
        if default is not None and default not in by_name:
            raise self._refused(
                at.line("", "default"),
                f"default names no profile of this file: {default!r}.",
                _which(by_name),
            )
        return Profiles(default, by_name, self._receivers(content.get("receivers", {}), at))

    def _receivers(self, tables: object, at: _Lines) -> dict[str, ReceiverSettings]:
        if not isinstance(tables, dict):
            raise self._refused(at.line("", "receivers"), "receivers is not a table.")
        found: dict[str, ReceiverSettings] = {}
        for name, table in tables.items():
            try:
                found[name] = receiver_settings(name, table)
            except WrongSetting as error:
                line = at.line(f"receivers.{name}", error.key)
                raise self._refused(line, f"{error.key}: {error.why}.", error.hint) from error
        return found

    def _check_group(self, group: Profile, by_name: dict[str, Profile], at: _Lines) -> None:
        """Raises UsageError where the servers of a profile are not profiles of one server each."""
        if group.servers is None:
            return
        line = at.line(group.name, "servers")
        own = [key for key in group.settings() if key not in _OF_GROUPS]
        if own:
            raise self._refused(
                line, f"{group.name} has servers, and {own[0]} beside them.",
                f"Set {own[0]} in the profile of each server.",
            )  # fmt: skip
        for name in group.servers:
            if name not in by_name:
                raise self._refused(
                    line, f"servers: there is no profile {name}.",
                    f"{did_you_mean(name, by_name)}{_which(by_name)}",
                )  # fmt: skip
            if by_name[name].servers is not None:
                raise self._refused(line, f"servers: {name} has servers itself.", "Name those.")

    def _profile(self, name: str, table: object, at: _Lines) -> Profile:
        try:
            check_name(name, is_new=False)
        except UsageError as error:
            raise self._refused(
                at.header(name), f"{error.what} {error.cause}", error.next_step
            ) from error
        if not isinstance(table, dict):
            raise self._refused(at.line("", name), f"{name} is not a table.")
        for key, value in table.items():
            if key not in KINDS:
                hint = "Use password_command or keyring." if key == "password" else _which(KINDS)
                why = "a password is not kept here" if key == "password" else "no such setting"
                raise self._refused(at.line(name, key), f"{key}: {why}.", hint)
            problem = check_value(key, value)
            if problem:
                raise self._refused(at.line(name, key), f"{key}: {problem}.")
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in table.items()
        }
        for key in ("password_command", "archive_password_command"):
            if isinstance(values.get(key), str):
                values[key] = (values[key],)
        return Profile(name, **values)

    def _not_toml(self, error: tomllib.TOMLDecodeError, text: str) -> UsageError:
        found = re.fullmatch(_SYNTAX, str(error))
        if found is None:
            return self._refused(None, "it is not TOML.")
        line = int(found[2]) if found[2] else text.count("\n") + 1
        return self._refused(line, f"{found[1]}.")

    def _refused(self, line: int | None, why: str, next_step: str = "") -> UsageError:
        where = f"{self.path}, line {line}" if line else f"{self.path}"
        return UsageError(
            f"{where}: {why}", next_step=next_step or "Correct the file with a text editor."
        )


def _others_may_write(found: os.stat_result) -> str:
    if not hasattr(os, "geteuid"):
        return ""
    if found.st_uid not in (0, os.geteuid()):
        return f"it belongs to another user ({found.st_uid})"
    return "everybody may write it" if found.st_mode & stat.S_IWOTH else ""


class _Lines:
    """Finds the line of a key, which the parser does not tell."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def header(self, name: str) -> int | None:
        return self._find(lambda line, table: table == name)

    def line(self, name: str, key: str) -> int | None:
        own = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]")
        return self._find(lambda line, table: table == name and own.match(line) is not None) or (
            self.header(name)
        )

    def _find(self, wanted: Callable[[str, str], bool]) -> int | None:
        table = ""
        for number, line in enumerate(self._lines, 1):
            if header := re.match(_HEADER, line):
                section, *names = header.groups()
                table = next(group for group in names if group is not None)
                table = table if section == "profiles" else f"{section}.{table}"
            if wanted(line, table):
                return number
        return None


def _fill(table: tomlkit.items.Table, profile: Profile, before: Profile) -> None:
    """Write what differs; the rest stays as it was written by hand."""
    for setting in fields(profile):
        value = getattr(profile, setting.name)
        if setting.name == "name" or value == getattr(before, setting.name):
            continue
        if value is None:
            table.pop(setting.name, None)
        else:
            table[setting.name] = list(value) if isinstance(value, tuple) else value


def _which(names: Iterable[str]) -> str:
    return f"There are: {', '.join(names)}." if names else ""
