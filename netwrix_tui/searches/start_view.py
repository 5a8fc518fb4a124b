"""View that an explorer begins with, to and from the options of a command line.

What a value of somebody else's holds that no shell, terminal or line can take stands
percent-encoded behind ``url:``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.query_terms import QueryError
from netwrix_tui.records.row_fields import FILTER_OF
from netwrix_tui.records.zone import ShownZone, named_zone
from netwrix_tui.sanitize import visible

_URL = "url:"
_NAMES = dict(FILTER_OF) | {"changes": "Changes", "undone": "Undone"}
_FIELDS = {name.casefold(): field for field, name in _NAMES.items()}


@dataclass(frozen=True, slots=True)
class StartView:
    """A search as a line, None as it always begins; words of the quick filter; fields of columns;
    fields to sort by, each with whether downwards; the name of a zone.
    """

    query: str | None = None
    quick_filter: str = ""
    columns: tuple[str, ...] = ()
    sort: tuple[tuple[str, bool], ...] = ()
    zone: str = ""

    @classmethod
    def read(
        cls,
        query: str | None,
        quick_filter: str | None,
        columns: str | None,
        sort: str | None,
        zone: str | None,
    ) -> StartView | None:
        """The view of options as they are typed; None where nothing is said. Raises UsageError."""
        if query is quick_filter is columns is sort is zone is None:
            return None
        view = cls(
            None if query is None else decoded_text(query),
            decoded_text(quick_filter or ""),
            tuple(_field(name, "--columns") for name in _split(columns)),
            tuple((_field(n.lstrip("+-"), "--sort"), n.startswith("-")) for n in _split(sort)),
            zone or "",
        )
        view.plan()
        view.shown_zone()
        return view

    def plan(self) -> SearchPlan | None:
        """The search; None as it always begins. Raises UsageError."""
        if self.query is None:
            return None
        try:
            return plan_of(self.query, self.shown_zone() or named_zone("local"))
        except QueryError as error:
            raise UsageError(f"--query: {error.what}", next_step=error.next_step) from error

    def shown_zone(self) -> ShownZone | None:
        """The zone; None where none is said. Raises UsageError."""
        return named_zone(self.zone) if self.zone else None

    def options(self, *, is_plain: bool = False) -> list[str]:
        """The options that say the same. ``is_plain`` leaves nothing in them that Windows
        PowerShell would take for its own.
        """
        made = []
        if self.query is not None:
            made.append(f"--query={_encoded(self.query, is_plain=is_plain)}")
        if self.quick_filter:
            made.append(f"--show={_encoded(self.quick_filter, is_plain=is_plain)}")
        if self.columns:
            made.append(f"--columns={','.join(_NAMES[field] for field in self.columns)}")
        if self.sort:
            keys = (("-" if down else "") + _NAMES[field] for field, down in self.sort)
            made.append(f"--sort={','.join(keys)}")
        if self.zone:
            made.append(f"--zone={self.zone}")
        return made


def _split(text: str | None) -> Sequence[str]:
    return [name for name in map(str.strip, (text or "").split(",")) if name]


def _field(name: str, option: str) -> str:
    field = _FIELDS.get("".join(name.split()).casefold())
    if field is None or (option == "--sort" and field == "changes"):
        raise UsageError(
            f"{option}: there is no column {name[:40]!r}.",
            next_step=f"{did_you_mean(name, _NAMES.values())}There are "
            f"{', '.join(_NAMES.values())}.",
        )
    return field


def _encoded(text: str, *, is_plain: bool) -> str:
    is_odd = visible(text) != text or text.startswith(_URL) or text != text.strip()
    if is_plain:
        is_odd = is_odd or not text.isascii() or '"' in text or text.endswith("\\")
    return _URL + quote(text, safe="", errors="surrogatepass") if is_odd else text


def decoded_text(text: str) -> str:
    if not text.startswith(_URL):
        return text
    return unquote(text.removeprefix(_URL), errors="surrogatepass")
