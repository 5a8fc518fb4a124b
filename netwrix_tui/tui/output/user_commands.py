"""Commands of the user's own on the marked records: without a shell, confirmed the first time."""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
from collections.abc import Sequence
from functools import partial

from msgspec import field
from msgspec.structs import replace
from rich.text import Text
from textual.widgets.option_list import Option
from textual.worker import WorkType

from netwrix_tui.config.directories import state_directory
from netwrix_tui.config.user_settings import CommandInput, UserCommand, read_user_settings
from netwrix_tui.errors import NetwrixTuiError, UsageError, WireError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.row_fields import FILTER_OF
from netwrix_tui.results.columnstore.received_record import ReceivedRecord, of_store
from netwrix_tui.results.columnstore.store import Store
from netwrix_tui.results.export.lossless import encoded, json_object
from netwrix_tui.sanitize import visible
from netwrix_tui.tui.dialogs.choose_one import ChooseOne
from netwrix_tui.tui.dialogs.notifications import (
    notify_error,
    notify_information,
    notify_warning,
)
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.table.results_table import ResultsTable
from netwrix_tui.wire.wire_format import WireFormat

PATIENCE = 60.0
"""Seconds that a command gets."""

_PREFIX = "NETWRIX_TUI_RECORD_"
_LONGEST = 16_384
"""Characters of a value in the environment."""

_ROOM = 200


class _Confirmed(ExtensibleStruct, frozen=True):
    commands: list[str] = field(default_factory=list)


class ChooseCommand(ChooseOne[UserCommand]):
    """Question for one of the commands, dismissed with it, or with None."""

    def option(self, choice: UserCommand) -> Option:
        argv = shortened(" ".join(choice.argv), 60)
        return Option(Text.assemble(visible(choice.words), (f"  {argv}", "dim")))


class ConfirmCommand(ChooseOne[bool]):
    """Question before a command is run for the first time."""

    def option(self, choice: bool) -> Option:
        return Option(Text("Run it, and do not ask again" if choice else "Leave it"))


class UserCommandsController:
    """Offers the commands of the settings, and runs one on the marked records, else on this one."""

    def __init__(self, host: ScreenHost, table: ResultsTable) -> None:
        self._host = host
        self._table = table

    def offer(self) -> None:
        """Ask which of them to run."""
        work: WorkType[None] = self._offer
        self._host.run_worker(work, group="user-commands")

    async def _offer(self) -> None:
        try:
            commands = (await asyncio.to_thread(read_user_settings, os.environ)).commands
        except UsageError as error:
            notify_error(self._host, error)
            return
        if not commands:
            notify_information(
                self._host, "There are no commands of yours: [commands] in the settings has them."
            )
            return
        table = self._table
        rows = table.marks.sorted() or ([] if table.record_row is None else [table.record_row])
        title = f"Run on {records_words(len(rows))}"
        chosen = partial(self._chosen, table.store, rows)
        self._host.app.push_screen(ChooseCommand(title, list(commands)), chosen)

    def _chosen(self, store: Store, rows: Sequence[int], command: UserCommand | None) -> None:
        if command is not None and rows:
            work: WorkType[None] = partial(self._confirm, store, rows, command)
            self._host.run_worker(work, group="user-commands")

    async def _confirm(self, store: Store, rows: Sequence[int], command: UserCommand) -> None:
        file = KeptFile(state_directory(os.environ) / "commands.json", _Confirmed)
        known = (await asyncio.to_thread(file.read)).commands
        digest = _digest(command)

        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                work: WorkType[None] = partial(self._run, store, rows, command, file)
                self._host.run_worker(work, group="user-commands")

        if digest in known:
            await self._run(store, rows, command, None)
            return
        argv = shortened(" ".join(command.argv), _ROOM)
        title = f"{visible(command.words)}: run {argv} on {records_words(len(rows))}?"
        self._host.app.push_screen(ConfirmCommand(title, [False, True]), answered)

    async def _run(
        self,
        store: Store,
        rows: Sequence[int],
        command: UserCommand,
        file: KeptFile[_Confirmed] | None,
    ) -> None:
        """``file`` is where it is noted that the command was confirmed, None where it was."""
        try:
            if file is not None:
                await asyncio.to_thread(file.change, partial(_with, digest=_digest(command)))
            said = await asyncio.to_thread(run_command, command, store, rows)
        except NetwrixTuiError as error:
            notify_error(self._host, error)
        else:
            notify_information(self._host, f"{command.words} was run. {said}".strip())
            notify_warning(self._host, file.take_trouble() if file is not None else "")


def run_command(command: UserCommand, store: Store, rows: Sequence[int]) -> str:
    """Run it on these rows; returns the beginning of what it printed. Raises NetwrixTuiError.

    No value of a record is ever among its arguments.
    """
    records = [of_store(store, row) for row in rows]
    data = b"[\n" + b",\n".join(map(_json, records)) + b"\n]\n"
    environment = {n: v for n, v in os.environ.items() if n != "NETWRIX_API_PASSWORD"}
    if command.input is CommandInput.ENVIRONMENT:
        environment |= _variables(records[0])
    try:
        done = subprocess.run(  # noqa: S603 - the user's own settings name it, and it was confirmed
            command.argv, input=data, capture_output=True, env=environment,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NetwrixTuiError(
            f"{command.words} did not end within {PATIENCE:.0f} s, and was ended."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be that of a program"
        raise NetwrixTuiError(f"{command.words} cannot be run: {reason}.") from error
    said = (done.stdout if not done.returncode else done.stderr).decode(errors="replace")
    first = shortened(visible(" ".join(said[:2_000].split())), _ROOM)
    if done.returncode:
        raise NetwrixTuiError(f"{command.words} ended with {done.returncode}.", cause=first)
    return first


def _json(record: ReceivedRecord) -> bytes:
    try:
        return json_object(record)
    except WireError:
        return encoded(record.row.as_record(), WireFormat.JSON)


def _variables(record: ReceivedRecord) -> dict[str, str]:
    """The fields of a record as variables; what no variable can hold is left out of a value."""
    texts = {name.upper(): str(getattr(record.row, f)) for f, name in FILTER_OF.items()}
    return {
        _PREFIX + name: text[:_LONGEST].replace("\0", "").encode("utf-8", "replace").decode()
        for name, text in texts.items()
    }


def _digest(command: UserCommand) -> str:
    told = "\0".join((command.name, command.input, *command.argv))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _with(confirmed: _Confirmed, digest: str) -> _Confirmed:
    others = [known for known in confirmed.commands if known != digest]
    return replace(confirmed, commands=[*others, digest])
