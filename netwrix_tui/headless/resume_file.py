"""The file that keeps the place of a search between two runs."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec.structs import replace

from netwrix_tui.atomic_write import read_file, replace_file
from netwrix_tui.client.account_identity import account_identity
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct, decoded, encoded
from netwrix_tui.file_lock import locked
from netwrix_tui.records.filters import ANYWHERE
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.following.follow_place import FollowPlace
from netwrix_tui.results.loading.pages import PagePosition

_VERSION = 1


class Owner(ExtensibleStruct, frozen=True):
    """Whose place it is: one account's search at one server. A mark fits no other search."""

    server: str
    account: str
    search: str

    @classmethod
    def of(cls, server: str, account: str, search: bytes) -> Owner:
        """``search`` is the body as it is sent; only its digest is kept."""
        return cls(server, account_identity(account), hashlib.sha256(search).hexdigest())


class _Kept(ExtensibleStruct, frozen=True, omit_defaults=True):
    version: int
    owner: Owner
    mark: str | None = None
    seen: tuple[str, ...] = ()
    is_end: bool = False
    repeats: bool = False
    marks: tuple[str, ...] = ()
    following: FollowPlace | None = None


def lasting(parameters: SearchParameters) -> SearchParameters:
    """The parameters, if they are the same search tomorrow. Raises UsageError where they are not.

    A continuation mark belongs to one search alone.
    """
    if any(isinstance(f.value, RelativeSpan) or f.name == ANYWHERE for f in parameters.filters):
        raise UsageError(
            "--resume goes on with one search that stays the same.",
            cause="A span that ends now, and a word that is looked for anywhere, are another "
            "search each time.",
            next_step="Use a day or FROM.. in When, and name the field of each word.",
        )
    return parameters


class ResumeFile:
    """Reads and writes the place of one search. The file is readable by its owner only."""

    def __init__(self, path: Path, owner: Owner) -> None:
        self._path = path
        self._owner = owner
        self._before: _Kept | None = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep it for this run alone, as long as the context lasts. Raises UsageError.

        Two runs would both write all that comes, and each the other's place over its own.
        """
        with ExitStack() as stack:
            try:
                if not self._path.exists():
                    self._check_writable()
                stack.enter_context(locked(self._path, 0))
            except TimeoutError as error:
                raise UsageError(
                    f"--resume {self._path}: another run is going on with it just now.",
                    next_step="Wait until it ends, or name another file.",
                ) from error
            except (OSError, ValueError) as error:
                raise self._unwritable(getattr(error, "strerror", None)) from error
            yield

    def read(self) -> PagePosition:
        """The place that was kept, or the start. Raises UsageError where it is another search's."""
        kept = self._read()
        if kept is None:
            return PagePosition()
        return PagePosition(kept.mark, frozenset(kept.seen), kept.is_end, kept.repeats, kept.marks)

    def read_following(self) -> FollowPlace | None:
        """The place in what is followed; None where there is none yet. Raises UsageError."""
        kept = self._read()
        return kept.following if kept is not None else None

    def _read(self) -> _Kept | None:
        try:
            data, _ = read_file(self._path)
            kept = decoded(data, _Kept)
        except FileNotFoundError:
            self._check_writable()
            return None
        except OSError as error:
            raise self._refused(f"it cannot be read: {error.strerror}.") from error
        except (ValueError, RecursionError) as error:
            raise self._refused("it is not a file that --resume has written.") from error
        if kept.version != _VERSION:
            raise self._refused("it was written by another version of this program.")
        for part, ours, theirs in (
            ("server", self._owner.server, kept.owner.server),
            ("account", self._owner.account, kept.owner.account),
        ):
            if ours != theirs:
                raise self._refused(f"it belongs to another {part}: {theirs}.")
        if kept.owner.search != self._owner.search:
            raise self._refused("it belongs to a search with other filters.")
        self._before = kept
        return kept

    def write(self, place: PagePosition) -> None:
        """Keep a place, whole or not at all. Raises UsageError where it cannot be written."""
        seen = tuple(sorted(place.seen))
        self._write(
            _Kept(
                _VERSION,
                self._owner,
                place.mark,
                seen,
                is_end=place.is_end,
                repeats=place.repeats,
                marks=place.marks,
            )
        )

    def write_following(self, place: FollowPlace) -> None:
        """Keep a place in what is followed, likewise."""
        self._write(_Kept(_VERSION, self._owner, following=place))

    def _write(self, kept: _Kept) -> None:
        before = self._before
        if before is not None:  # what a newer version keeps in it stays
            owner = replace(kept.owner, beside=before.owner.beside)
            following = kept.following
            if following is not None and before.following is not None:
                following = replace(following, beside=before.following.beside)
            kept = replace(kept, owner=owner, following=following, beside=before.beside)
        try:
            replace_file(self._path, encoded(kept))
        except (OSError, ValueError) as error:
            raise self._unwritable(getattr(error, "strerror", None)) from error

    def _check_writable(self) -> None:
        directory = self._path.parent
        if not directory.is_dir():
            raise self._unwritable("its directory does not exist")
        if self._path.exists() and not self._path.is_file():
            raise self._unwritable("it is not an ordinary file")
        if not os.access(directory, os.W_OK | os.X_OK):
            raise self._unwritable("its directory is closed to you")

    def _unwritable(self, reason: str | None) -> UsageError:
        return UsageError(
            f"--resume {self._path}: it cannot be written: {reason or 'no name for a file'}.",
            next_step="Choose another file.",
        )

    def _refused(self, why: str) -> UsageError:
        return UsageError(
            f"--resume {self._path}: {why}",
            next_step="Name another file, or remove this one to begin anew.",
        )
