"""Resume file: where a search, a follow or a ship goes on in the next run (``--resume FILE``).

Read and written by ``run_search.py``, ``follow.py`` and, for ``ship``, ``ship_place.py``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec.structs import replace

from netwrix_tui.atomic_write import read_file, replace_file
from netwrix_tui.client.account_identity import account_identity
from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct, decoded, encoded
from netwrix_tui.file_lock import locked
from netwrix_tui.records.asked_hours import with_asked_hours
from netwrix_tui.records.filters import ANYWHERE
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.results.loading.resume_point import PagePosition, ResumePoint
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.wire_format import WireFormat

_VERSION = 1


class SearchIdentity(ExtensibleStruct, frozen=True):
    """What a resume file belongs to: one account's search at one server. A mark fits no other."""

    server: str
    account: str
    search: str

    @classmethod
    def of(cls, server: str, account: str, search: bytes) -> SearchIdentity:
        """``search`` is the body as it is sent; only its digest is kept."""
        return cls(server, account_identity(account), hashlib.sha256(search).hexdigest())


class ResumeContent(ExtensibleStruct, frozen=True, omit_defaults=True):
    version: int
    owner: SearchIdentity
    mark: str | None = None
    seen: tuple[str, ...] = ()
    is_end: bool = False
    repeats: bool = False
    marks: tuple[str, ...] = ()
    following: ResumePoint | None = None
    sending: tuple[str, ...] = ()
    """Records that were on their way to a receiver without ids, by their RIDs."""


def require_resumable(parameters: SearchParameters) -> SearchParameters:
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


def resumable_text(parameters: SearchParameters) -> bytes:
    """What tells a search that stays the same from others. Raises UsageError for any other."""
    return search_text(require_resumable(parameters))


def search_text(parameters: SearchParameters) -> bytes:
    """A search as text: as it is asked for and, where hours are meant otherwise, as it is meant."""
    meant = [f.value for f in parameters.filters if isinstance(f.value, WeeklyHours)]
    asked = codec(WireFormat.JSON).encode_search(with_asked_hours(parameters, now()))
    said = (f"{hours.days} {hours.clocks} {hours.zone.key}" for hours in meant)
    return b"\n".join((asked, *(text.encode() for text in said)))


class ResumeFile:
    """Resume file of one search, read and written; only the user may read the file."""

    def __init__(self, path: Path, identity: SearchIdentity) -> None:
        self._path = path
        self._identity = identity
        self._before: ResumeContent | None = None

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
        """The saved position, or the start. Raises UsageError where it is another search's."""
        content = self._read()
        if content is None:
            return PagePosition()
        return PagePosition(
            content.mark, frozenset(content.seen), content.is_end, content.repeats, content.marks
        )

    def read_following(self) -> ResumePoint | None:
        """The resume point of a follow; None where there is none yet. Raises UsageError."""
        content = self._read()
        return content.following if content is not None else None

    def read_sending(self) -> tuple[str, ...]:
        """What was on its way to a receiver when the file was written last. Raises UsageError."""
        content = self._read()
        return content.sending if content is not None else ()

    def _read(self) -> ResumeContent | None:
        try:
            data, _ = read_file(self._path)
            content = decoded(data, ResumeContent)
        except FileNotFoundError:
            self._check_writable()
            return None
        except OSError as error:
            raise self._refused(f"it cannot be read: {error.strerror}.") from error
        except (ValueError, RecursionError) as error:
            raise self._refused("it is not a file that --resume has written.") from error
        if content.version != _VERSION:
            raise self._refused("it was written by another version of this program.")
        for part, ours, theirs in (
            ("server", self._identity.server, content.owner.server),
            ("account", self._identity.account, content.owner.account),
        ):
            if ours != theirs:
                raise self._refused(f"it belongs to another {part}: {theirs}.")
        if content.owner.search != self._identity.search:
            raise self._refused("it belongs to a search with other filters.")
        self._before = content
        return content

    def write(self, position: PagePosition, sending: tuple[str, ...] = ()) -> None:
        """Save a position, whole or not at all. Raises UsageError where it cannot be written.

        ``sending`` are RIDs of what is going out to a receiver without ids.
        """
        seen = tuple(sorted(position.seen))
        self._write(
            ResumeContent(
                _VERSION,
                self._identity,
                position.mark,
                seen,
                is_end=position.is_end,
                repeats=position.repeats,
                marks=position.marks,
                sending=sending,
            )
        )

    def write_following(self, point: ResumePoint, sending: tuple[str, ...] = ()) -> None:
        """Save the resume point of a follow, likewise."""
        self._write(ResumeContent(_VERSION, self._identity, following=point, sending=sending))

    def _write(self, content: ResumeContent) -> None:
        before = self._before
        if before is not None:  # what a newer version keeps in it stays
            owner = replace(content.owner, unknown_fields=before.owner.unknown_fields)
            following = content.following
            if following is not None and before.following is not None:
                following = replace(following, unknown_fields=before.following.unknown_fields)
            content = replace(
                content, owner=owner, following=following, unknown_fields=before.unknown_fields
            )
        try:
            replace_file(self._path, encoded(content))
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
            f"--resume {self._path}: it cannot be written: {reason or 'not a valid file name'}.",
            next_step="Choose another file.",
        )

    def _refused(self, why: str) -> UsageError:
        return UsageError(
            f"--resume {self._path}: {why}",
            next_step="Name another file, or remove this one to begin anew.",
        )
