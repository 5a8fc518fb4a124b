"""From one server or account to another, without leaving the program."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.screen import Screen
from textual.worker import WorkType

from netwrix_tui.client.connection import Connection, Secret, server_name
from netwrix_tui.config.choosing import prepared
from netwrix_tui.config.directories import profile_path
from netwrix_tui.config.profile import Profile, Scope
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.errors import AccountRefused, CertificateNotTrusted, UsageError
from netwrix_tui.tui.exploring.searching import Searching
from netwrix_tui.tui.exploring.telling import complain, tell
from netwrix_tui.tui.session import Session

if TYPE_CHECKING:
    from netwrix_tui.tui.app import NetwrixTui


class Switching:
    """Asks where to, and for what it takes; the application then opens the new session."""

    def __init__(self, screen: Screen[None], searching: Searching) -> None:
        self._screen = screen
        self._searching = searching
        self._app = cast("NetwrixTui", screen.app)
        self._file = ProfileFile(profile_path(os.environ))

    def choose(self) -> None:
        """Offer the profiles; after a certificate that is not trusted, look at that at once."""
        if isinstance(self._searching.error, CertificateNotTrusted):
            self._connect(self._this(), at_once=True)
            return
        work: WorkType[None] = self._choose()
        self._screen.run_worker(work, group="switching", exclusive=True)

    async def _choose(self) -> None:
        from netwrix_tui.tui.screens.choose_profile import ChooseProfile, Elsewhere, Offer

        profiles: tuple[Profile, ...] = ()
        trouble = ""
        try:
            kept = await asyncio.to_thread(self._file.read)
            profiles = tuple(kept.by_name.values())
        except UsageError as error:
            trouble = error.sentence()
        session = self._app.session
        settings = session.settings if session is not None else None
        offer = Offer(profiles, settings.name if settings else "", settings is not None, trouble)
        match await self._app.push_screen_wait(ChooseProfile(offer)):
            case Profile() as profile:
                await self._go_to(profile)
            case Elsewhere.DEMO:
                from netwrix_tui.tui.opening import demo_session

                demo = demo_session()
                self._app.open_session(replace(demo, slow=self._is_slow))
            case Elsewhere.THIS:
                self._connect(self._this())
            case Elsewhere.ANOTHER:
                # What is no matter of this server goes along.
                known = settings.only(Scope.ANYWHERE) if settings is not None else Profile()
                self._connect((self._on_this_line(known), None))

    async def _go_to(self, profile: Profile) -> None:
        """Open a profile; its password is fetched beside the screen, or asked for on it."""
        from netwrix_tui.tui.opening import explored

        try:
            settings = self._on_this_line(profile)
            if profile.password_command:
                tell(self._screen, "Waiting for the password_command of the profile …")
            connection = await asyncio.to_thread(prepared, profile, None)
            if connection is None:
                connection = await self._with_typed_password(profile)
        except UsageError as error:
            complain(self._screen, error)
            return
        if connection is not None:
            self._app.open_session(explored(connection, settings, profile))

    @property
    def _is_slow(self) -> bool:
        return self._app.session is not None and self._app.session.slow

    def _on_this_line(self, profile: Profile) -> Profile:
        """The profile for the line to this terminal, which is as slow wherever one switches to."""
        return replace(profile, slow=True) if self._is_slow and profile.slow is None else profile

    async def _with_typed_password(self, profile: Profile) -> Connection | None:
        from netwrix_tui.tui.screens.ask_password import AskPassword

        if not profile.user:
            raise UsageError(
                f"The profile {profile.name} names no user, and there is no ticket.",
                next_step="Run kinit, or give it a user.",
            )
        question = AskPassword(profile.user, server_name(profile.server or ""))
        typed = await self._app.push_screen_wait(question)
        return None if typed is None else await asyncio.to_thread(prepared, profile, typed)

    def _this(self) -> tuple[Profile | None, Secret | None]:
        """The settings in use and the password that goes with them, unless it was refused."""
        session = self._app.session
        if session is None or session.settings is None:
            return None, None
        connection = session.connection()
        is_refused = isinstance(self._searching.error, AccountRefused)
        password = None if connection is None or is_refused else connection.password
        return session.settings, password

    def _connect(
        self, known: tuple[Profile | None, Secret | None], *, at_once: bool = False
    ) -> None:
        from netwrix_tui.tui.connecting.connecting import Connecting
        from netwrix_tui.tui.screens.connect import ConnectScreen

        session = self._app.session
        read = session.read if session is not None else None
        connecting = Connecting(self._file, *known, read)
        done = partial(_arrived, self._app, self._searching)
        self._app.push_screen(ConnectScreen(connecting, done, at_once=at_once))


def _arrived(app: NetwrixTui, searching: Searching, session: Session | None) -> None:
    if session is None:
        app.pop_screen()
    elif searching.session.goes_on_as(session):
        # The same server and account, trusted anew: the trail and all that is loaded stay.
        app.session = session
        app.pop_screen()
        searching.go_on_as(session)
    else:
        app.open_session(session)
