"""Form for a single record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from netwrix_tui.clock import now
from netwrix_tui.errors import UsageError
from netwrix_tui.records.filter_words import filter_name
from netwrix_tui.records.filters import ACTIONS
from netwrix_tui.records.new_record import NEW_FIELDS, NewRecord, problems_of
from netwrix_tui.records.ranking import ranked
from netwrix_tui.records.record import Detail
from netwrix_tui.records.when import parse_moment, wire_moment
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.search.suggesting_input import SuggestingInput
from netwrix_tui.tui.search.suggestions import Suggestion
from netwrix_tui.tui.text.visible_input import VisibleInput

_HINTS = {
    "When": "2026-11-05 14:30",
    "Who": r"DOMAIN\user",
    "Action": ", ".join(ACTIONS[:6:2]) + " …",
    "What": "the object",
    "Where": "server, domain, host",
    "ObjectType": "user, File, Order …",
    "MonitoringPlan": "one with Netwrix API",
    "Item": "optional",
    "Workstation": "optional",
}
_DETAIL = (("PropertyName", "what changed"), ("Before", ""), ("After", ""))
_MOST_PLANS = 5
"""Monitoring plans that are offered at once."""

Suggest = Callable[[str], Sequence[Suggestion]]

_DETAIL_PATH = "DetailList/Detail[{}]/{}"
_KEYS = (
    "enter shows it · tab next · ^n one more change · esc goes back\n"
    "^t: into the Long-Term Archive only, where no search finds it"
)


class RecordForm(Dialog[NewRecord]):
    """Fields of a record, dismissed with a valid one, or with None."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("ctrl+n", "more", "one more change", show=False, priority=True, id="form.more"),
        Binding("ctrl+t", "archive", "archive", show=False, priority=True, id="form.archive"),
        Binding("down", "app.focus_next", "next", show=False, id="form.next"),
        Binding("up", "app.focus_previous", "before", show=False, id="form.before"),
    ]

    CSS = """
    RecordForm {
        #form { width: 78; max-height: 100%; }
        #fields { height: auto; max-height: 65vh; }
        .field { height: auto; }
        .field-name { width: 16; color: $secondary; }
        .field VisibleInput { width: 1fr; }
        .field SuggestingInput { width: 1fr; }
        .field-note { width: 1fr; height: auto; padding: 0 0 0 1; color: $error; }
    }
    """

    def __init__(
        self, zone: ShownZone, record: NewRecord | None = None, plans: Sequence[str] = ()
    ) -> None:
        """``plans`` are monitoring plans to choose from; any other may be typed."""
        super().__init__()
        self._plans = [(plan.casefold(), plan) for plan in plans]
        self.left_with: NewRecord | None = None
        """What had been typed where it was left without a record."""
        self._zone = zone
        self._record = record
        self._details = max(1, len(record.details) if record else 1)
        self._is_archive_only = bool(record and record.is_archive_only)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="form"):
            yield Static("A record to write", classes="dialog-title")
            with VerticalScroll(id="fields", can_focus=False):
                for field in NEW_FIELDS:
                    text = getattr(self._record, field.attribute, "")
                    if field.name == "When" and not text:
                        text = wire_moment(now().astimezone(self._zone.tzinfo))
                    yield FieldRow(
                        field.name, filter_name(field.name), text, _HINTS[field.name],
                        suggest=self._suggested_plans if field.name == "MonitoringPlan" else None,
                    )  # fmt: skip
                for number in range(1, self._details + 1):
                    yield from self._detail_rows(number)
            yield Static(self._note(), id="form-note", classes="dialog-note", markup=False)

    def on_mount(self) -> None:
        self.line("Who").focus()

    def action_more(self) -> None:
        """Room for one more change."""
        self._details += 1
        rows = [*self._detail_rows(self._details)]
        self.query_one("#fields").mount_all(rows)
        self.call_after_refresh(self.line(_path(self._details, "PropertyName")).focus)

    def action_archive(self) -> None:
        """Into the Long-Term Archive alone, or not."""
        self._is_archive_only = not self._is_archive_only
        self.query_one("#form-note", Static).update(self._note())

    def action_leave(self) -> None:
        """Close it; what was typed is there the next time."""
        record, _ = self._read()
        names = [field.attribute for field in NEW_FIELDS if field.name != "When"]
        if record.details or any(getattr(record, name) for name in names):
            self.left_with = record
        super().action_leave()

    @on(SuggestingInput.SuggestionAccepted)
    def _accepted(self, event: SuggestingInput.SuggestionAccepted) -> None:
        """A plan that was picked is taken; enter once more shows the record."""
        event.stop()
        if event.value != event.sender.input.value:
            event.sender.load(event.value)
        else:
            self._finish()

    def _suggested_plans(self, typed: str) -> list[Suggestion]:
        found = ranked(typed, self._plans)[:_MOST_PLANS]
        return [Suggestion(plan) for plan in found if plan != typed]

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._finish()

    def _finish(self) -> None:
        record, wrong = self._read()
        first = ""
        for row in self.query(FieldRow):
            problem = wrong.get(row.path, "")
            first = first or (row.path if problem else "")
            row.query_one(".field-note", Static).update(visible(problem))
        if first:
            self.line(first).focus()
        else:
            self.answer(record)

    def _read(self) -> tuple[NewRecord, dict[str, str]]:
        """What was typed, and what is wrong with it by the field's path."""
        wrong: dict[str, str] = {}
        texts = {field.attribute: self._row(field.name).value for field in NEW_FIELDS}
        for attribute in ("monitoring_plan", "item", "when", "action"):
            texts[attribute] = texts[attribute].strip()
        try:
            if texts["when"]:
                texts["when"] = wire_moment(parse_moment(texts["when"], self._zone.tzinfo))
        except UsageError as error:
            wrong["When"] = error.what
        details = self._typed_details()
        record = NewRecord(
            **texts,
            is_archive_only=self._is_archive_only,
            details=tuple(detail for _, detail in details),
        )
        numbers = [number for number, _ in details]
        for problem in problems_of(record):
            path = problem.field
            for at, number in enumerate(numbers, 1):
                if path.startswith(f"DetailList/Detail[{at}]/"):
                    path = _path(number, path.rpartition("/")[2])
                    break
            if problem.is_error:
                wrong.setdefault(path, problem.what)
        return record, wrong

    def _typed_details(self) -> list[tuple[int, Detail]]:
        """The changes in which something was typed, each with the number of its rows."""
        found: list[tuple[int, Detail]] = []
        for number in range(1, self._details + 1):
            name, before, after = (self.line(_path(number, n)).value for n, _ in _DETAIL)
            if name or before or after:
                detail = Detail(name or None, None, before or None, after or None)
                found.append((number, detail))
        return found

    def _detail_rows(self, number: int) -> Iterator[FieldRow]:
        details = self._record.details if self._record else ()
        known = details[number - 1] if number <= len(details) else Detail()
        texts = (known.property_name, known.before, known.after)
        for (name, hint), text in zip(_DETAIL, texts, strict=True):
            yield FieldRow(_path(number, name), filter_name(name), text or "", hint)

    def line(self, path: str) -> VisibleInput:
        return self._row(path).input

    def _row(self, path: str) -> FieldRow:
        return next(row for row in self.query(FieldRow) if row.path == path)

    def _note(self) -> str:
        if self._is_archive_only:
            return "IsArchiveOnly: it goes to the archive alone; no search will find it.\n" + _KEYS
        return _KEYS


class FieldRow(Horizontal):
    """Row of a field: name, text, and error."""

    def __init__(
        self, path: str, name: str, text: str, hint: str, *, suggest: Suggest | None = None
    ) -> None:
        """``suggest`` gives what may be chosen for what is typed; None where nothing is offered."""
        super().__init__(classes="field")
        self.path = path
        self._label = name
        self._text = text
        self._box: VisibleInput | SuggestingInput
        if suggest is None:
            self._box = VisibleInput(text, placeholder=hint, select_on_focus=False)
        else:
            self._box = SuggestingInput(suggest, placeholder=hint)

    def on_mount(self) -> None:
        if isinstance(self._box, SuggestingInput):
            self._box.load(self._text)

    @property
    def input(self) -> VisibleInput:
        """Where one types."""
        return self._box.input if isinstance(self._box, SuggestingInput) else self._box

    @property
    def value(self) -> str:
        """What stands there, or was picked for it."""
        return self._box.value

    def compose(self) -> ComposeResult:
        yield Static(self._label, classes="field-name", markup=False)
        yield self._box
        yield Static("", classes="field-note", markup=False)


def _path(number: int, name: str) -> str:
    return _DETAIL_PATH.format(number, name)
