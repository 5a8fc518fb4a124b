"""Switch to another server or account within the program."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from functools import partial
from typing import Protocol

from textual.worker import WorkType

from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.client.connection import Connection, Secret, server_name
from netwrix_tui.config.choosing import prepared
from netwrix_tui.config.directories import profile_path
from netwrix_tui.config.profile import Profile, Scope
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.errors import AccountRefused, CertificateNotTrusted, UsageError
from netwrix_tui.tui.dialogs.notifications import notify_error, notify_information
from netwrix_tui.tui.explorer.current_search import CurrentSearch
from netwrix_tui.tui.session.archive_session import with_archive
from netwrix_tui.tui.session.demo_session import demo_session
from netwrix_tui.tui.session.screen_host import ScreenHost
from netwrix_tui.tui.session.server_session import profile_session
from netwrix_tui.tui.session.servers_session import with_part
from netwrix_tui.tui.session.session import Session


class SessionHost(Protocol):
    """Application, as far as one session can take the place of another."""

    session: Session | None
    keeper: SessionKeeper | None
    """What keeps the session beyond the program; None where nothing does."""

    def open_session(self, session: Session) -> None:
        """Explore another server, or as another account."""


class ProfileSwitch:
    """Questions for the next session, which the application then opens."""

    def __init__(self, host: ScreenHost, sessions: SessionHost, search: CurrentSearch) -> None:
        self._host = host
        self._sessions = sessions
        self._search = search
        self._file = ProfileFile(profile_path(os.environ))

    def choose(self) -> None:
        """Offer the profiles; after a certificate that is not trusted, look at that at once."""
        error = self._search.error
        if isinstance(error, CertificateNotTrusted):
            self._connect(self._this(error.server), at_once=True, server=error.server)
            return
        work: WorkType[None] = self._choose()
        self._host.run_worker(work, group="switching", exclusive=True)

    async def _choose(self) -> None:
        from netwrix_tui.tui.explorer.choose_profile import ChooseProfile, Elsewhere, Offer

        profiles: tuple[Profile, ...] = ()
        trouble = ""
        try:
            kept = await asyncio.to_thread(self._file.read)
            profiles = tuple(kept.by_name.values())
        except UsageError as error:
            trouble = error.sentence()
        session = self._sessions.session
        settings = session.settings if session is not None else None
        answers_itself = session is not None and (session.is_offline or session.archive is not None)
        of_case = session.server if session is not None and answers_itself else ""
        current = settings.name if settings else ""
        has_one = settings is not None and session is not None and not session.parts
        offer = Offer(profiles, current, has_one, trouble, of_case)
        match await self._host.app.push_screen_wait(ChooseProfile(offer)):
            case Profile() as profile:
                await self._go_to(profile)
            case Elsewhere.SERVER if session is not None:
                await self._ask_itself(session)
            case Elsewhere.DEMO:
                demo = demo_session()
                self._sessions.open_session(replace(demo, slow=self._is_slow))
            case Elsewhere.THIS:
                self._connect(self._this())
            case Elsewhere.ANOTHER:
                # What is no matter of this server goes along.
                known = settings.only(Scope.ANYWHERE) if settings is not None else Profile()
                self._connect((self._on_this_line(known), None))

    async def _ask_itself(self, case: Session) -> None:
        """Ask the server of a case what was asked of the case."""
        from netwrix_tui.tui.dialogs.ask_line import AskPassword
        from netwrix_tui.tui.session.case_session import live_session

        try:
            session = await asyncio.to_thread(live_session, case)
            if session is None:
                question = AskPassword(case.account, case.server)
                typed = await self._host.app.push_screen_wait(question)
                if typed is None:
                    return
                session = await asyncio.to_thread(live_session, case, typed)
        except UsageError as error:
            notify_error(self._host, error)
            return
        if session is not None:
            self._sessions.open_session(replace(session, slow=session.slow or self._is_slow))

    async def _go_to(self, profile: Profile) -> None:
        """Open a profile; its password is fetched beside the screen, or asked for on it."""
        if profile.servers:
            await self._go_to_servers(profile)
            return
        try:
            settings = self._on_this_line(profile)
            if profile.password_command:
                notify_information(self._host, "Waiting for the password_command of the profile …")
            connection = await asyncio.to_thread(prepared, profile, None)
            if connection is None:
                connection = await self._with_typed_password(profile)
        except UsageError as error:
            notify_error(self._host, error)
            return
        if connection is not None:
            self._sessions.open_session(
                with_archive(profile_session(connection, settings, profile))
            )

    async def _go_to_servers(self, group: Profile) -> None:
        """Open several servers; the passwords that have to be typed are asked for there."""
        from netwrix_tui.config.choosing_servers import servers_of
        from netwrix_tui.tui.session.servers_session import servers_session

        def made() -> Session:
            return servers_session(servers_of(group, self._file))

        try:
            session = await asyncio.to_thread(made)
        except UsageError as error:
            notify_error(self._host, error)
            return
        self._sessions.open_session(replace(session, slow=session.slow or self._is_slow))

    @property
    def _is_slow(self) -> bool:
        return self._sessions.session is not None and self._sessions.session.slow

    def _on_this_line(self, profile: Profile) -> Profile:
        """The profile for the line to this terminal, which is as slow wherever one switches to."""
        return replace(profile, slow=True) if self._is_slow and profile.slow is None else profile

    async def _with_typed_password(self, profile: Profile) -> Connection | None:
        from netwrix_tui.tui.dialogs.ask_line import AskPassword

        if not profile.user:
            raise UsageError(
                f"The profile {profile.name} names no user, and there is no ticket.",
                next_step="Run kinit, or give it a user.",
            )
        question = AskPassword(profile.user, server_name(profile.server or ""))
        typed = await self._host.app.push_screen_wait(question)
        return None if typed is None else await asyncio.to_thread(prepared, profile, typed)

    def _this(self, server: str = "") -> tuple[Profile | None, Secret | None]:
        """The settings in use and the password that goes with them, unless it was refused.

        ``server`` is the name of one of several.
        """
        session = self._sessions.session
        session = session.part(server) if session is not None else None
        if session is None or session.settings is None:
            return None, None
        connection = session.connection()
        is_refused = isinstance(self._search.error, AccountRefused)
        password = None if connection is None or is_refused else connection.password
        return session.settings, password

    def _connect(
        self,
        known: tuple[Profile | None, Secret | None],
        *,
        at_once: bool = False,
        server: str = "",
    ) -> None:
        from netwrix_tui.tui.connect.connect_screen import ConnectScreen
        from netwrix_tui.tui.connect.controller import ConnectController

        session = self._sessions.session
        read = session.part(server).read if session is not None else None
        controller = ConnectController(self._file, *known, read)
        arrived = partial(self._arrived, server)
        self._host.app.push_screen(ConnectScreen(controller, arrived, at_once=at_once))

    def _arrived(self, server: str, session: Session | None) -> None:
        if session is not None and not server:
            session = with_archive(session)
        if session is None:
            self._host.app.pop_screen()
        elif server and self._search.session.part(server).goes_on_as(session):
            # One of several servers, trusted anew: the others, and all that is loaded, stay.
            together = with_part(self._search.session, server, session)
            self._sessions.session = together
            self._host.app.pop_screen()
            self._search.use_session(together, server)
        elif self._search.session.goes_on_as(session):
            # The same server and account, trusted anew: the trail and all that is loaded stay.
            self._sessions.session = session
            self._host.app.pop_screen()
            self._search.use_session(session)
        else:
            self._sessions.open_session(session)
