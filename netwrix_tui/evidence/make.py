"""Makes an evidence package of a case, page by page; it appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from netwrix_tui import __version__
from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.clock import now
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.evidence import signature
from netwrix_tui.evidence.bag import BagWriter
from netwrix_tui.evidence.bag_zip import write_zip
from netwrix_tui.evidence.contents import json_document
from netwrix_tui.evidence.part_directory import PartDirectory
from netwrix_tui.evidence.payload import Payload
from netwrix_tui.evidence.report import title
from netwrix_tui.evidence.request import Made, PackageRequest
from netwrix_tui.evidence.storage import check_free, told
from netwrix_tui.evidence.watch import Unwatched, Watch, step
from netwrix_tui.results.export.new_file import NewFile, save
from netwrix_tui.sanitize import visible


def check_request(request: PackageRequest) -> None:
    """Raises UsageError where a place is taken or missing, or there is no such key."""
    check_free(request.target)
    if request.has_pseudonyms:
        check_free(request.key_path)
    if request.sign_with is not None:
        check_free(signature.signature_path(request.target))
        signature.check_key(request.sign_with)


def make_package(request: PackageRequest, watch: Watch | None = None) -> Made:
    """Make it. Raises UsageError, StorageFull and Cancelled, and leaves nothing then."""
    check_request(request)
    target = request.target
    watch = Unwatched() if watch is None else watch
    with CaseReader(request.case) as case, _one_moment(case), PartDirectory(target) as part:
        with told(target):
            bag = BagWriter(part.path)
            payload = Payload(case, request, bag, watch)
            payload.write()
            tag_manifest = bag.close(_info(payload))
        beside: list[tuple[Path, bytes]] = []
        if payload.names is not None:
            beside.append((request.key_path, json_document(payload.names.key())))
        if request.sign_with is not None:
            step(watch, "signing", 0)
            signed = signature.signed(tag_manifest, request.sign_with, may_ask=request.may_ask)
            beside.append((signature.signature_path(target), signed))
        with _beside(beside):
            if request.is_zip:
                with told(target), NewFile(target) as file:
                    write_zip(part.path, target.stem, file, watch)
                    target = file.publish()
            else:
                part.publish()
    return Made(
        target,
        payload.records,
        payload.pages,
        request.key_path if payload.names is not None else None,
        signature.signature_path(request.target) if request.sign_with is not None else None,
    )


@contextmanager
def _one_moment(case: CaseReader) -> Iterator[None]:
    """The case as it is now, whoever goes on writing it."""
    case.connection.execute("BEGIN")
    try:
        yield
    finally:
        case.connection.execute("ROLLBACK")


@contextmanager
def _beside(files: list[tuple[Path, bytes]]) -> Iterator[None]:
    """The files are there, each for its owner alone; and gone where what follows fails."""
    there: list[Path] = []
    try:
        for path, content in files:
            with told(path):
                there.append(save(path, content))
        yield
    except (NetwrixTuiError, OSError, KeyboardInterrupt):
        for path in there:
            with suppress(OSError):
                path.unlink()
        raise


def _info(payload: Payload) -> list[tuple[str, str]]:
    name = visible(payload.say(title(payload.info)))
    return [
        ("Bagging-Date", f"{now():%Y-%m-%d}"),
        ("Bag-Software-Agent", f"netwrix-tui {__version__}"),
        ("External-Description", f"Evidence package of the case {name}"),
    ]
