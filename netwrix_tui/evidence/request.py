"""Request for an evidence package, and its result."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netwrix_tui.evidence.choice import EVERYTHING, Choice
from netwrix_tui.records.zone import LOCAL, ShownZone


@dataclass(frozen=True, slots=True)
class PackageRequest:
    """A case, and the package to make of it: a zip where ``target`` ends so, else a folder.

    ``zone`` is that of the report, ``zone_words`` what it is called there. ``sign_with`` is a key
    of OpenSSH. Where ``is_noted``, the case's own last line of custody is this export already.
    Without ``may_ask``, a key whose passphrase would be asked for on the terminal is refused.
    """

    case: Path
    target: Path
    choice: Choice = EVERYTHING
    has_pseudonyms: bool = False
    sign_with: Path | None = None
    zone: ShownZone = LOCAL
    zone_words: str = "the local time of the machine that made this package"
    is_noted: bool = False
    may_ask: bool = True

    @property
    def is_zip(self) -> bool:
        """Whether it becomes one file."""
        return self.target.suffix.lower() == ".zip"

    @property
    def key_path(self) -> Path:
        """Where the key of the pseudonyms goes: beside the package."""
        return self.target.with_name(f"{self.target.name}.key.json")


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: where it is, and what it holds."""

    path: Path
    records: int
    pages: int
    key: Path | None = None
    signature: Path | None = None
