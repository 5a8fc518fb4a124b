"""The connect screen's work: what is tested, with which password, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from netwrix_tui.client.connection import Connection, Secret, base_url
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.clock import local_now
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.config.secret import keep_in_keyring
from netwrix_tui.doctor.finding import Finding, Verdict
from netwrix_tui.doctor.signing_in import SIGN_IN
from netwrix_tui.errors import AccountRefused, CertificateNotTrusted, NetwrixTuiError, UsageError
from netwrix_tui.tui.connecting.entered import Entered
from netwrix_tui.tui.connecting.trial import Trial, account_of


class Connecting:
    """From what is typed to a connection that is known to work. Knows no widgets.

    ``known`` are settings to begin with, ``password`` one that belongs to them: the environment's,
    or the one with which the explorer is signed in. Where no server is known yet, it is for the
    one that is typed.
    """

    def __init__(
        self, file: ProfileFile, known: Profile | None = None, password: Secret | None = None
    ) -> None:
        self.file = file
        self.known = known or Profile()
        self._password = password or Secret("")
        self._refused: set[tuple[str, str]] = set()
        self._trial: Trial | None = None
        self._settings = Profile()
        self.connection: Connection | None = None
        """What works, and how the account is signed in; None until a test has shown it."""

    @property
    def is_testing(self) -> bool:
        """True while a test is under way."""
        return self._trial is not None

    def test(self, entered: Entered, told: Callable[[Finding | None], None]) -> None:
        """Begin a test of what is typed. Raises UsageError where it makes no connection."""
        self.cancel()
        self.connection = None
        settings = entered.settings(self.known)
        whose = _whose(settings)
        secret = entered.password
        if not secret and (not self.known.server or whose == _whose(self.known)):
            secret = self._password
        refused = whose in self._refused and not entered.password
        prepare = partial(account_of, settings, secret=secret, needs_typing=refused)
        trial = Trial(settings, prepare, told)
        self._settings, self._trial = settings, trial
        trial.start()

    def cancel(self) -> bool:
        """Give the test up; False where none is under way."""
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.cancel()
        return trial is not None

    def take(self, finding: Finding | None) -> None:
        """A finding of the test, None after the last one."""
        trial = self._trial
        if trial is None:
            return
        if finding is None:
            self._trial = None
        elif finding.check == SIGN_IN and finding.verdict is Verdict.OK:
            self.connection = trial.connection
        elif isinstance(finding.error, AccountRefused) and _was_sent(trial.connection):
            self._refused.add(_whose(self._settings))
            self._password = Secret("")

    def needs_password(self, error: NetwrixTuiError) -> bool:
        """True where a failure asks for another password: the field is emptied then."""
        if isinstance(error, AccountRefused):
            return True
        return isinstance(error, UsageError) and "password" in error.what

    def pinned_before(self, error: CertificateNotTrusted) -> tuple[Thumbprint, str] | None:
        """The thumbprint that the server's certificate should have, and the day it was pinned.

        None where none was; the day is empty where it is not known.
        """
        settings = self._settings
        if error.certificate is None or not settings.thumbprint:
            return None
        return Thumbprint.parse(settings.thumbprint), settings.pinned or ""

    def pin(self, entered: Entered, certificate: bytes) -> Entered:
        """Take a certificate as the right one, from today on; what the fields say then."""
        thumbprint = str(Thumbprint.sha256(certificate))
        pinned = replace(entered, thumbprint=thumbprint, ca_file="")
        settings = pinned.settings(self.known)
        if self.known.server and _whose(settings) != _whose(self.known):
            self._password = Secret("")  # it is another server's
        self.known = replace(settings, name=self.known.name, pinned=local_now().date().isoformat())
        return pinned

    def other_server(self, server: str) -> bool:
        """True where the known thumbprint belongs to another server than this one."""
        if not self.known.server or not self.known.thumbprint:
            return False
        try:
            return base_url(server) != base_url(self.known.server)
        except UsageError:
            return False

    def replaces(self, name: str) -> bool:
        """True where another profile of this name is there. Reads the file; raises UsageError."""
        there = self.file.read().by_name.get(name)
        return there is not None and _whose(there) != _whose(self._settings)

    def keep(self, name: str) -> Profile:
        """Write the settings that work under a name, and the password into the keyring if asked.

        Raises UsageError.
        """
        profiles = self.file.read()
        settings = replace(self._settings, name=name)
        there = profiles.by_name.get(name)
        if there is not None and _whose(there) == _whose(settings):
            # What is set by hand stays: it is of the same server and account.
            ours = ("server", "user", "auth", "thumbprint", "pinned", "ca_file", "keyring")
            settings = replace(there, **{key: getattr(settings, key) for key in ours})
        if settings.keyring and self.connection is not None and self.connection.password:
            keep_in_keyring(settings, self.connection.password)
        self.file.save(settings, as_default=not profiles.by_name)
        return settings

    def unsaved(self) -> Profile:
        """The settings that work, under no name."""
        return replace(self._settings, name="")


def _was_sent(connection: Connection | None) -> bool:
    return connection is not None and bool(connection.password)


def _whose(settings: Profile) -> tuple[str, str]:
    server = base_url(settings.server) if settings.server else ""
    return server, (settings.user or "").casefold()
