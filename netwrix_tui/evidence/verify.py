"""Verifies a package, as a folder or a zip, or a case: names each thing that differs."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from netwrix_tui.case.case_reader import RecordCount
from netwrix_tui.case.schema import SUFFIX
from netwrix_tui.errors import UsageError
from netwrix_tui.evidence import signature
from netwrix_tui.evidence.bag import TAG_MANIFEST
from netwrix_tui.evidence.check_bag import SIGNATURE, check_bag
from netwrix_tui.evidence.check_case import CaseCheck
from netwrix_tui.evidence.check_contents import ContentsCheck
from netwrix_tui.evidence.container import BROKEN, Container, Folder, Zip, content_of
from netwrix_tui.evidence.differences import Differences
from netwrix_tui.evidence.watch import Unwatched, Watch

_SQLITE, _ZIP = b"SQLite format 3\0", b"PK"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found; ``files`` of a package, 0 of a case; ``records`` that were read again.

    ``once`` is how many records a case holds without those that came again.
    """

    found: Differences
    files: int
    records: int
    once: RecordCount | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing differs."""
        return self.found.are_none


def verify(path: Path, signers: Path | None = None, watch: Watch | None = None) -> Verified:
    """Check what is at a path. ``signers`` is OpenSSH's file of allowed signers.

    Raises UsageError where there is neither package nor case, and Cancelled.
    """
    found = Differences()
    watch = Unwatched() if watch is None else watch
    if signers is not None and not signers.is_file():
        raise UsageError(f"There is no file {signers}.", next_step="Name one for --signers.")
    try:
        if path.is_dir():
            return _package(Folder(path, found), path, signers, found, watch)
        with path.open("rb") as file:
            first = file.read(len(_SQLITE))
        if path.suffix.lower() == SUFFIX or first == _SQLITE:
            case = CaseCheck(path, path.name, found, watch)
            case.run()
            return Verified(found, 0, case.records, case.once)
        if path.suffix.lower() != ".zip" and not first.startswith(_ZIP):
            raise UsageError(
                f"{path} is neither a package nor a case.", next_step="Check its name."
            )
        return _zip(path, signers, found, watch)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror or 'it is damaged'}.",
            next_step="Check its name and rights.",
        ) from error


def _zip(path: Path, signers: Path | None, found: Differences, watch: Watch) -> Verified:
    try:
        bag = Zip(path, found, watch)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        found.add(path.name, "it cannot be read as a zip: it is damaged")
        return Verified(found, 0, 0)
    try:
        return _package(bag, path, signers, found, watch)
    finally:
        bag.close()


def _package(
    bag: Container, path: Path, signers: Path | None, found: Differences, watch: Watch
) -> Verified:
    check_bag(bag, found, watch)
    contents = ContentsCheck(bag, found, watch)
    contents.run()
    _check_signature(bag, path, signers, found)
    return Verified(found, len(bag.names), contents.records)


def _check_signature(bag: Container, path: Path, signers: Path | None, found: Differences) -> None:
    beside = signature.signature_path(path.absolute())
    try:
        content = content_of(bag, TAG_MANIFEST)
        inside = content_of(bag, SIGNATURE) if SIGNATURE in bag.names else None
    except (KeyError, *BROKEN):
        return  # named already
    if beside.is_file():
        checked = signature.check(content, beside, signers)
    elif inside is not None:
        checked = signature.check_bytes(content, inside, SIGNATURE, signers)
    elif signers is not None:
        found.add(beside.name, "there is no signature")
        return
    else:
        found.note("There is no signature: who made the package is not shown by it.")
        return
    if checked.fits is False:
        found.add(*_named(checked.words))
    else:
        found.note(checked.words)


def _named(words: str) -> tuple[str, str]:
    name, _, what = words.partition(": ")
    return name, what.rstrip(".")
