"""Connect screen: server, account, connection test step by step, and profile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input, Static
from textual.worker import WorkType

from netwrix_tui.doctor.check_result import CheckResult
from netwrix_tui.errors import CertificateNotTrusted, NetwrixTuiError, UsageError
from netwrix_tui.tui.connect.connect_form import ConnectForm
from netwrix_tui.tui.connect.connection_steps import CheckFound, Steps
from netwrix_tui.tui.connect.controller import ConnectController
from netwrix_tui.tui.connect.profile_saving import ProfileThere
from netwrix_tui.tui.terminal.internals.missing_widgets import LooksInVain
from netwrix_tui.tui.text.footer import FooterLine
from netwrix_tui.tui.text.word_choice import WordChoice

if TYPE_CHECKING:
    from netwrix_tui.config.profile import Profile
    from netwrix_tui.tui.session.session import Session

_SAVE, _EXPLORE = "Save and explore", "Explore"
"""With a name, and without one: then nothing is saved."""


class ConnectScreen(LooksInVain, Screen[None]):
    """Connect screen. ``done`` is called once: with the session to explore, or None to go back.

    With ``at_once`` the test begins by itself. ``is_first`` says that there is nothing to go back
    to: escape keeps what is typed, and does not leave the program.
    """

    CSS_PATH = "connect.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "test", "test", id="connect.test"),
        Binding("ctrl+s", "go_on", "save and explore", key_display="^s", id="connect.go_on"),
        # At once, so that what is typed ahead goes to the field that it is meant for.
        Binding(
            "tab,down", "app.focus_next", "next field",
            show=False, priority=True, id="connect.next",
        ),
        Binding(
            "shift+tab,up", "app.focus_previous", "field before",
            show=False, priority=True, id="connect.previous",
        ),
        Binding("f2", "app.theme", "theme", show=False, id="connect.theme"),
        Binding("escape", "back", "back", key_display="esc", id="connect.back"),
        Binding("ctrl+q", "app.quit", "leave", key_display="^q", id="connect.quit"),
    ]  # fmt: skip

    def __init__(
        self,
        connecting: ConnectController,
        done: Callable[[Session | None], None],
        *,
        at_once: bool = False,
        is_first: bool = False,
    ) -> None:
        super().__init__()
        self._is_first = is_first
        self._goes_on = False
        """Whether "save and explore" waits for the test to succeed."""
        self.connecting = connecting
        self._done = done
        self._at_once = at_once
        self._run = 0
        """Of which test findings are heard: older ones are dropped."""
        self._agreed: Profile | None = None
        """The profile that saving once more replaces."""
        self._is_left = False
        # Held on to: what is found may arrive when the screen is on its way out.
        self.form = ConnectForm(connecting.known)
        self.steps = Steps()
        self._onwards = Button(_EXPLORE, id="go-on", compact=True, disabled=True)
        self._outcome = VerticalScroll(self.steps, id="outcome", can_focus=False)

    def compose(self) -> ComposeResult:
        yield Static("Connect to a Netwrix Auditor server", id="connect-title")
        yield self.form
        with Horizontal(id="buttons"):
            yield Button("Test", id="test", compact=True)
            yield self._onwards
        yield self._outcome
        yield FooterLine()

    def on_mount(self) -> None:
        known = self.connecting.known
        self.form.field("password" if known.server and known.user else "server").focus()
        self._name_onwards()
        if self._at_once:
            self.call_after_refresh(self.action_test)

    # What is typed

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._agreed = None
        if event.input.id == "name":
            self._name_onwards()
        else:
            self._nothing_proven()
        if event.input.id == "server" and self.connecting.other_server(event.value):
            own = self.connecting.known.thumbprint or ""
            if self.form.text("thumbprint") == own.strip():
                self.form.put(thumbprint="")

    @on(WordChoice.WordChosen)
    def _scheme_changed(self, event: WordChoice.WordChosen) -> None:
        event.stop()
        self._nothing_proven()

    def _name_onwards(self) -> None:
        self._onwards.label = _SAVE if self.form.text("name") else _EXPLORE

    def _nothing_proven(self) -> None:
        # What was proven is what was typed then.
        self.connecting.connection = None
        self._onwards.disabled = True

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "name" and self.connecting.connection is not None:
            self.action_go_on()
        else:
            self._test()  # also to go on where a refused password was typed anew

    @on(WordChoice.WordAccepted)
    def _scheme_taken(self, event: WordChoice.WordAccepted) -> None:
        event.stop()
        self.action_test()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "go-on":
            self.action_go_on()
        else:
            self.action_test()

    # The test

    def action_test(self) -> None:
        """Look at the connection step by step; a second time begins anew."""
        self._goes_on = False
        self._test()

    def _test(self) -> None:
        self._run += 1
        self._nothing_proven()
        self.steps.begin()
        run = self._run

        def report(finding: CheckResult | None) -> None:
            self.post_message(CheckFound(run, finding))

        try:
            self.connecting.test(self.form.entered, report)
        except UsageError as error:
            self._show_message(error.sentence())

    @on(CheckFound)
    def _found(self, message: CheckFound) -> None:
        message.stop()
        if message.run != self._run:
            return
        finding = message.finding
        self.connecting.take(finding)
        if finding is not None:
            self.steps.add(finding)
            self._react_to(finding.error)
        else:
            self.steps.end(works=self.connecting.connection is not None)
            if self.connecting.connection is not None:
                self._onwards.disabled = False
                if self._goes_on:
                    self._goes_on = False
                    self.action_go_on()
                elif not self.form.text("name") and not self.connecting.known.name:
                    self.form.field("name").focus()
                else:
                    self._onwards.focus()
        self._to_end()

    def _show_message(self, sentence: str) -> None:
        """Say something below the steps, where it can be seen."""
        self.steps.show_message(sentence)
        self._to_end()

    def _to_end(self) -> None:
        """Show the last line, also where a scroll bar takes room and breaks lines once more."""
        self._outcome.anchor()

    def _react_to(self, error: NetwrixTuiError | None) -> None:
        """What a failure asks of the user."""
        if isinstance(error, CertificateNotTrusted) and error.certificate is not None:
            work: WorkType[None] = partial(self._ask_to_pin, error, error.certificate)
            self.run_worker(work, group="certificate", exclusive=True)
        elif error is not None and self.connecting.needs_password(error):
            self.form.put(password="")
            self.form.field("password").focus()

    async def _ask_to_pin(self, error: CertificateNotTrusted, certificate: bytes) -> None:
        from netwrix_tui.client.certificate_facts import facts_of
        from netwrix_tui.tui.connect.certificate_dialog import (
            ChangedCertificate,
            UnknownCertificate,
        )

        facts, server = facts_of(certificate), self.form.text("server")
        before = self.connecting.pinned_before(error)
        if before is not None:
            question: ChangedCertificate | UnknownCertificate = ChangedCertificate(
                server, *before, facts
            )
        else:
            question = UnknownCertificate(server, facts, f"{error.what.rpartition('; ')[0]}.")
        if not await self.app.push_screen_wait(question):
            self._show_message("Nothing was pinned. F5 shows the certificate again.")
            return
        entered = self.connecting.pin(self.form.entered, certificate)
        self.form.put(thumbprint=entered.thumbprint, ca_file="")
        self._test()

    # On, and back

    def action_go_on(self) -> None:
        """Keep the profile, and explore with the sign-in that was tested."""
        if self.connecting.connection is None:
            self._goes_on = True
            if not self.connecting.is_testing:
                self._test()
            return
        self.run_worker(self._go_on(), group="saving", exclusive=True)

    async def _go_on(self) -> None:
        from netwrix_tui.tui.session.server_session import profile_session

        connecting, name = self.connecting, self.form.text("name")
        connection = connecting.connection
        if connection is None:
            return
        try:
            if not name:
                settings = connecting.unsaved()
            else:
                settings = await asyncio.to_thread(connecting.keep, name, self._agreed)
        except ProfileThere as error:
            self._agreed = error.there
            self._show_message(error.sentence())
            return
        except UsageError as error:
            self._show_message(f"{error.sentence()} Without a name it is explored, and not saved.")
            return
        self._leave(profile_session(connection, settings, connecting.read))

    def action_back(self) -> None:
        """Give a test up; else leave the screen."""
        if self.connecting.cancel():
            self._run += 1
            self._goes_on = False
            self.steps.cancelled()
        elif self._is_first:
            self._show_message("Nothing to go back to. ^q leaves the program.")
        else:
            self._leave(None)

    def _leave(self, session: Session | None) -> None:
        if not self._is_left:
            self._is_left = True
            self._run += 1
            self._done(session)

    def on_unmount(self) -> None:
        self.connecting.cancel()
