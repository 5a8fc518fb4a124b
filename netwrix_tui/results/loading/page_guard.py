"""Guards whoever follows continuation marks against a server that sends the same for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum

from netwrix_tui.errors import ServerRepeats
from netwrix_tui.wire.page import Page

MOST_FRUITLESS = 20
"""Pages in a row without one new record, after which the server is taken to repeat itself."""

MOST_MARKS = 50_000
"""Marks that are known at least, and half of those that are known at most: 12 MB of digests."""


class Verdict(StrEnum):
    """What follows a page."""

    GO_ON = "go on"  # ask for the page behind its mark
    END = "end"  # the server has said that there is nothing more, for now
    REPEATS = "repeats"  # what lies behind its mark was sent already


class PageGuard:
    """Judges the pages of one walk along continuation marks. It knows nothing of the records.

    A page that holds a new record leads on, whatever its mark is; the same mark may bring new
    records again and again. A page without one leads on only under a mark that is new, and at most
    MOST_FRUITLESS times in a row. ``earlier`` are digests of marks that an earlier run was given:
    what was new then is not known now, so that one of these marks, coming anew, is a repetition
    in any case.
    """

    def __init__(self, earlier: Iterable[str] = ()) -> None:
        self.requests = 0
        """Pages that were judged."""
        self._earlier = frozenset(earlier)
        self._marks: set[str] = set()
        self._older_marks: set[str] = set()
        self._fruitless = 0
        self._search = 0
        self._why = ""

    @property
    def remembered(self) -> int:
        """How many marks it knows again."""
        return len(self._marks) + len(self._older_marks)

    def judge(
        self, asked: str | None, page: Page, fresh: int, *, has_forgotten: bool = False
    ) -> Verdict:
        """What follows the page that came for the mark ``asked``, with ``fresh`` new records.

        ``has_forgotten`` says that a record may be counted as new which came long before.
        """
        self.requests += 1
        if not len(page) or page.mark is None:
            return Verdict.END
        if page.search != self._search:
            self._search, self._fruitless = page.search, 0
        mark = digest_of(page.mark)
        is_same = page.mark == asked
        is_known = mark in self._marks or mark in self._older_marks
        self._note(mark)
        if not is_same and (mark in self._earlier or (is_known and has_forgotten)):
            return self._repeats("It sent a continuation mark that it had sent before.")
        if fresh:
            self._fruitless = 0
            return Verdict.GO_ON
        if is_same or is_known:
            return self._repeats(
                "It sent a continuation mark that it had sent before, and nothing new with it."
            )
        self._fruitless += 1
        if self._fruitless == MOST_FRUITLESS:
            self._fruitless = 0
            return self._repeats(f"{MOST_FRUITLESS} pages in a row held nothing new.")
        return Verdict.GO_ON

    def error(self) -> ServerRepeats:
        """Why it ended where it did, after the verdict REPEATS."""
        return ServerRepeats(self.requests, self._why)

    def _note(self, mark: str) -> None:
        if len(self._marks) >= MOST_MARKS:
            self._older_marks, self._marks = self._marks, set()
        self._marks.add(mark)

    def _repeats(self, why: str) -> Verdict:
        self._why = why
        return Verdict.REPEATS


def digest_of(mark: str) -> str:
    """Stands for a mark, which may be long; the same in every run."""
    return hashlib.blake2b(mark.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
