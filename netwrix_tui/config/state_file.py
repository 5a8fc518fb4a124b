"""The file with what was set on the screen, to be found again the next time.

JSON: for each kind of thing (``columns``) an object with an entry for each profile or server.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from netwrix_tui.config.settings_file import write_settings
from netwrix_tui.errors import UsageError

Kept = dict[str, dict[str, object]]


class StateFile:
    """Reads and writes single entries. A file that cannot be read is put aside, never lost."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, kind: str, name: str) -> object:
        """What was kept; None where nothing was. Raises UsageError."""
        return self._all().get(kind, {}).get(name)

    def write(self, kind: str, name: str, value: object) -> None:
        """Keep a value that JSON can hold, or forget it where it is None. Raises UsageError."""
        try:
            kept = self._all()
        except UsageError:
            with suppress(OSError):
                self.path.replace(self.path.with_suffix(".broken"))
            kept = {}
        entries = kept.setdefault(kind, {})
        entries.pop(name, None)
        if value is not None:
            entries[name] = value
        write_settings(self.path, msgspec.json.format(msgspec.json.encode(kept), indent=2))

    def _all(self) -> Kept:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=Kept)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise self._unreadable(f"{error.strerror}.") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._unreadable("It is not the JSON that this program writes.") from error

    def _unreadable(self, cause: str) -> UsageError:
        return UsageError(
            f"{self.path} cannot be read.",
            cause=cause,
            next_step="What was set on the screen starts anew; the file is kept as "
            f"{self.path.with_suffix('.broken').name} once something is set.",
        )
