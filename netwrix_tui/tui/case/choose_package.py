"""Dialog for an evidence package: what goes in, under which names, where to, signed by what."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from netwrix_tui.clock import local_now
from netwrix_tui.errors import UsageError
from netwrix_tui.evidence.choice import Choice, Only
from netwrix_tui.evidence.kept_package import KeptFacts
from netwrix_tui.evidence.make import check_request
from netwrix_tui.evidence.request import PackageRequest
from netwrix_tui.home import expanded, home_directory, temporary_home
from netwrix_tui.records.amounts import records_words
from netwrix_tui.tui.dialogs.dialog import Dialog, error_line, panel
from netwrix_tui.tui.terminal.typed_ahead import expect_focus, focus_arrived
from netwrix_tui.tui.text.visible_input import VisibleInput
from netwrix_tui.tui.text.word_choice import WordChoice

_WORDS = {
    Only.ALL: "all",
    Only.MARKED: "marked",
    Only.FINDINGS: "findings",
    Only.SEARCH: "this search",
}
_NAMES = ("as they are", "pseudonyms")
_KEY_HINT = "a key of OpenSSH, as ~/.ssh/id_ed25519; empty: not signed"


@dataclass(frozen=True, slots=True)
class PackageOrder:
    """What is wanted of a package."""

    only: Only
    has_pseudonyms: bool
    target: Path
    sign_with: Path | None

    def request(self, case: Path) -> PackageRequest:
        """The same as a request; a single search's number is not known here."""
        choice = Choice(self.only, 1 if self.only is Only.SEARCH else 0)
        return PackageRequest(
            case, self.target, choice, self.has_pseudonyms, self.sign_with, may_ask=False
        )


class ChoosePackage(Dialog[PackageOrder]):
    """Question for a package; it stays until one can be made there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "line before", show=False, id="package.line_before"),
        Binding("down", "app.focus_next", "next line", show=False, id="package.line_next"),
    ]
    DEFAULT_CSS = """
    ChoosePackage .field { height: auto; }
    ChoosePackage .field Label { width: 11; color: $secondary; }
    ChoosePackage .field Input { width: 1fr; }
    ChoosePackage #package-hint { height: 3; }
    """

    def __init__(self, facts: KeptFacts) -> None:
        super().__init__()
        self._facts = facts
        has = {Only.MARKED: facts.marked, Only.FINDINGS: facts.findings, Only.SEARCH: facts.search}
        self._onlys = [only for only in _WORDS if has.get(only, 1)]
        self._what = WordChoice([_WORDS[only] for only in self._onlys], widget_id="what")
        self._names = WordChoice(_NAMES, widget_id="names")
        self._target = VisibleInput(str(_free(_stem(facts))), select_on_focus=False)
        self._target.id = "to"
        self._key = VisibleInput("", placeholder=_KEY_HINT)
        self._key.id = "sign"

    def compose(self) -> ComposeResult:
        yield panel(
            "Evidence package",
            _field("Records", self._what),
            _field("Names", self._names),
            _field("To", self._target),
            _field("Sign with", self._key),
            Static(self._hint(), id="package-hint", classes="dialog-note", markup=False),
            error_line(),
            hint="tab next line · ← → choose · enter makes it · esc goes back",
        )

    def on_mount(self) -> None:
        self._what.focus()

    @property
    def _only(self) -> Only:
        return self._onlys[self._what.chosen]

    @on(WordChoice.WordChosen)
    def _chosen(self) -> None:
        self.query_one("#package-hint", Static).update(self._hint())

    @on(WordChoice.WordAccepted)
    @on(Input.Submitted)
    def _submitted(self, event: WordChoice.WordAccepted | Input.Submitted) -> None:
        event.stop()
        expect_focus(self)
        trying = self._try(self._target.value, self._key.value)
        self.run_worker(trying, group="trying-package", exclusive=True)

    async def _try(self, target: str, key: str) -> None:
        """Close with the order, or say why nothing can be made there."""
        only, has_pseudonyms = self._only, bool(self._names.chosen)
        try:
            order = PackageOrder(
                only, has_pseudonyms, _path(target), _path(key) if key.strip() else None
            )
            await asyncio.to_thread(check_request, order.request(self._facts.path))
        except UsageError as error:
            self.show_error(error.sentence())
            focus_arrived(self)
        else:
            self.answer(order)

    def _hint(self) -> str:
        facts, names = self._facts, self._names.chosen
        searches = "1 search" if facts.searches == 1 else f"{facts.searches:,} searches"
        match self._only:
            case Only.MARKED:
                what = f"The marked: {records_words(facts.marked)}."
            case Only.FINDINGS:
                what = f"The story of M: {records_words(facts.findings)}."
            case Only.SEARCH:
                what = f"What this search got: {records_words(facts.search_records)}."
            case _:
                with_it = "" if names else ", and the case to go on with"
                what = f"{searches}, {facts.records.words}{with_it}."
        if names:
            return f"{what} Accounts and computers as person-17, host-4; the key lies beside it."
        if self._only is Only.ALL:
            return what
        return f"{what} The server's pages that hold them go in whole."


def _field(label: str, widget: Widget) -> Horizontal:
    return Horizontal(Label(label), widget, classes="field")


def _stem(facts: KeptFacts) -> str:
    name = facts.path.name.partition(".")[0] if facts.title else "netwrix"
    return f"{name}-evidence-{local_now():%Y-%m-%d}"


def _free(stem: str) -> Path:
    """A path for a zip at which nothing is."""
    try:
        here = Path.cwd()
    except OSError:  # the directory was removed meanwhile
        here = home_directory() or temporary_home()
    number = 1
    while True:
        path = here / f"{stem}{f'-{number}' if number > 1 else ''}.zip"
        try:
            if number > 99 or not path.exists():
                return path
        except OSError:
            return path
        number += 1


def _path(text: str) -> Path:
    """The path that was typed. Raises UsageError."""
    named = text.strip()
    if not named:
        raise UsageError("A package needs a place.", next_step="Type DIR or FILE.zip.")
    try:
        return expanded(named).absolute()
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError("This path cannot be written to.", cause=f"{error}.") from error
