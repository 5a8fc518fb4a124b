"""Checks what a package says: its chains, its counts, and its records against their pages."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from netwrix_tui.any_text_json import decode_any_text
from netwrix_tui.case.moments import read, written
from netwrix_tui.evidence.bag import DATA
from netwrix_tui.evidence.check_case import CaseCheck
from netwrix_tui.evidence.check_chains import check_custody, check_pages
from netwrix_tui.evidence.check_records import RecordCheck
from netwrix_tui.evidence.container import BROKEN, Container, content_of, hash_of, lines_of
from netwrix_tui.evidence.contents import custody_line
from netwrix_tui.evidence.differences import Differences
from netwrix_tui.evidence.once import page_name
from netwrix_tui.evidence.watch import Watch
from netwrix_tui.wire.wire_format import WireFormat

CASE, CUSTODY, REQUESTS, SEARCHES, RECORDS, SHEET = (
    f"{DATA}/{name}"
    for name in (
        "case.nwcase", "custody.ndjson", "requests.ndjson", "searches.json", "records.ndjson",
        "records.csv",
    )
)  # fmt: skip
ALWAYS = (CUSTODY, REQUESTS, SEARCHES, RECORDS, SHEET, f"{DATA}/report.html", f"{DATA}/report.md")

_BROKEN = (*BROKEN, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What reading anything of a forged package may raise."""


class ContentsCheck:
    """What stands below ``data/``, as far as it can be read."""

    def __init__(self, bag: Container, found: Differences, watch: Watch) -> None:
        self._bag = bag
        self._found = found
        self._watch = watch
        self._package: dict[str, Any] = {}
        self._sources: dict[int, int] = {}
        """Of each search by its number."""
        self._pages: dict[int, tuple[WireFormat, int]] = {}
        """Of each page that a request brought: its format, and the source that it is from."""
        self._hashes: dict[int, bytes] = {}
        self._custody: list[bytes] = []
        self.records = 0

    def run(self) -> None:
        """Check all of it. Raises Cancelled."""
        for name in ALWAYS:
            if name not in self._bag.names:
                self._found.add(name, "it is missing; every package has it")
        self._check(SEARCHES, self._read_searches)
        self._check(CUSTODY, self._check_custody)
        self._check(REQUESTS, self._check_requests)
        self._check_names()
        if RECORDS in self._bag.names:
            self._check_records()
        if CASE in self._bag.names:
            self._check_case()

    def _check(self, name: str, check: Callable[[str], None]) -> None:
        if name not in self._bag.names:
            return
        try:
            check(name)
        except _BROKEN as error:
            if isinstance(error, BROKEN) and not isinstance(error, RecursionError):
                return  # named with the hashes already
            self._found.add(name, "it is not in the format in which it is written")

    def _read_searches(self, name: str) -> None:
        facts = decode_any_text(content_of(self._bag, name))
        package = facts["package"]
        if not isinstance(package["records"], int) or not isinstance(package["pages"], int):
            raise TypeError
        self._package = {"only": str(package["only"]), **package}
        for search in facts["searches"]:
            self._sources[int(search["number"])] = int(search["source"])

    def _check_custody(self, name: str) -> None:
        self._custody = list(lines_of(self._bag, name))
        check_custody(map(_custody_of, self._custody), name, self._found)

    def _check_requests(self, name: str) -> None:
        told: dict[int, tuple[bytes, bytes]] = {}
        identifiers = []
        for line in self._lines(name):
            identifiers.append(int(line["id"]))
            if line["page"] is None:
                continue
            page = int(line["page"])
            told[page] = bytes.fromhex(line["page_sha256"]), bytes.fromhex(line["page_chain"])
            source = self._sources.get(line["search"] or 0, min(self._sources.values(), default=0))
            self._pages.setdefault(page, (WireFormat(line["page_format"]), source))
        if any(second <= first for first, second in pairwise(identifiers)):
            self._found.add(name, "its lines are not in the order of the requests")
        rows = ((number, *told[number]) for number in sorted(told))
        self._hashes = check_pages(rows, name, self._found)

    def _check_names(self) -> None:
        """Pages are those that requests brought, with the hashes that are told there."""
        files = {
            f"{DATA}/{page_name(number, wire_format)}": number
            for number, (wire_format, _) in self._pages.items()
        }
        there = 0
        for name in sorted(self._bag.names):
            if not name.startswith(f"{DATA}/") or name in (*ALWAYS, CASE):
                continue
            number = files.get(name)
            if number is None:
                self._found.add(
                    name, f"it is no file of such a package: no request of {REQUESTS} brought it"
                )
                continue
            there += 1
            try:
                sha256 = hash_of(self._bag, name, self._watch)
            except BROKEN:
                continue
            if bytes.fromhex(sha256) != self._hashes.get(number):
                self._found.add(name, f"its SHA-256 is not the one in {REQUESTS}")
        expected = self._package.get("pages")
        if expected is not None and there != expected:
            self._found.add(SEARCHES, f"it tells {expected:,} pages, and {there:,} are there")

    def _check_records(self) -> None:
        numbers = [
            (number, wire_format, source)
            for number, (wire_format, source) in sorted(self._pages.items())
            if f"{DATA}/{page_name(number, wire_format)}" in self._bag.names
        ]
        check = RecordCheck(self._bag, self._found, self._watch, self._package)
        try:
            self.records = check.run(numbers)
        except BROKEN:
            return  # named with the hashes already

    def _check_case(self) -> None:
        with tempfile.TemporaryDirectory(prefix="netwrix-") as directory:
            path = self._bag.path(CASE)
            if path is None:
                path = Path(directory) / "case.nwcase"
                try:
                    with self._bag.opened(CASE) as packed, path.open("xb") as file:
                        shutil.copyfileobj(packed, file)
                except BROKEN as error:
                    self._found.add(CASE, f"it cannot be read: {error}")
                    return
            check = CaseCheck(path, CASE, self._found, self._watch)
            check.run()
        if check.pages and self._hashes and check.pages != self._hashes:
            self._found.add(CASE, f"its pages are not those of {REQUESTS}")
        lines = [msgspec.json.encode(custody_line(entry)) + b"\n" for entry in check.custody]
        if lines and self._custody and lines != self._custody:
            self._found.add(CASE, f"its custody is not that of {CUSTODY}")

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        for line in lines_of(self._bag, name):
            yield decode_any_text(line)


def _custody_of(line: bytes) -> tuple[datetime, str, str, str, str, bytes]:
    facts = decode_any_text(line)
    at = read(facts["at"])
    if written(at) != facts["at"]:
        raise ValueError
    user, host, act, detail = (str(facts[name]) for name in ("user", "host", "act", "detail"))
    return at, user, host, act, detail, bytes.fromhex(facts["chain"])
