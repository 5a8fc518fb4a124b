"""Controller of the connect screen: what is tested, with which password, and what is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from netwrix_tui.client.account_identity import same_server
from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.clock import local_now
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.config.secret import keep_in_keyring
from netwrix_tui.doctor.check_result import CheckResult, Verdict
from netwrix_tui.doctor.signing_in import SIGN_IN
from netwrix_tui.errors import AccountRefused, CertificateNotTrusted, NetwrixTuiError, UsageError
from netwrix_tui.tui.connect.connection_test import ConnectionTest, account_of
from netwrix_tui.tui.connect.entered_settings import EnteredSettings
from netwrix_tui.tui.connect.profile_saving import check_replacing, put_over, whose


class ConnectController:
    """Controller from the typed settings to a connection known to work. Knows no widgets.

    ``known`` are settings to begin with, ``password`` one that belongs to them: the environment's,
    or the one with which the explorer is signed in. Where no server is known yet, it is for the
    one that is typed. ``read`` is the profile as the file held it when the settings were read.
    """

    def __init__(
        self,
        file: ProfileFile,
        known: Profile | None = None,
        password: Secret | None = None,
        read: Profile | None = None,
    ) -> None:
        self.file = file
        self.known = known or Profile()
        self.read = read
        self._password = password or Secret("")
        self._refused: set[tuple[str, str]] = set()
        self._trial: ConnectionTest | None = None
        self.settings = Profile()
        self.connection: Connection | None = None
        """What works, and how the account is signed in; None until a test has shown it."""

    @property
    def is_testing(self) -> bool:
        """True while a test is under way."""
        return self._trial is not None

    def test(self, entered: EnteredSettings, told: Callable[[CheckResult | None], None]) -> None:
        """Begin a test of what is typed. Raises UsageError where it makes no connection."""
        self.cancel()
        self.connection = None
        settings = entered.settings(self.known)
        owner = whose(settings)
        secret = entered.password
        if not secret and (not self.known.server or owner == whose(self.known)):
            secret = self._password
        refused = owner in self._refused and not entered.password
        prepare = partial(account_of, settings, secret=secret, needs_typing=refused)
        trial = ConnectionTest(settings, prepare, told)
        self.settings, self._trial = settings, trial
        trial.start()

    def cancel(self) -> bool:
        """Give the test up; False where none is under way."""
        trial, self._trial = self._trial, None
        if trial is not None:
            trial.cancel()
        return trial is not None

    def take(self, finding: CheckResult | None) -> None:
        """A finding of the test, None after the last one."""
        trial = self._trial
        if trial is None:
            return
        if finding is None:
            self._trial = None
        elif finding.check == SIGN_IN and finding.verdict is Verdict.OK:
            self.connection = trial.connection
        elif isinstance(finding.error, AccountRefused) and _was_sent(trial.connection):
            self._refused.add(whose(self.settings))
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
        settings = self.settings
        if error.certificate is None or not settings.thumbprint:
            return None
        return Thumbprint.parse(settings.thumbprint), settings.pinned or ""

    def pin(self, entered: EnteredSettings, certificate: bytes) -> EnteredSettings:
        """Take a certificate as the right one, from today on; what the fields say then."""
        thumbprint = str(Thumbprint.sha256(certificate))
        pinned = replace(entered, thumbprint=thumbprint, ca_file="")
        settings = pinned.settings(self.known)
        if self.known.server and whose(settings) != whose(self.known):
            self._password = Secret("")  # it is another server's
        self.known = replace(settings, name=self.known.name, pinned=local_now().date().isoformat())
        return pinned

    def other_server(self, server: str) -> bool:
        """True where the known thumbprint belongs to another server than this one."""
        if not self.known.server or not self.known.thumbprint:
            return False
        try:
            return not same_server(server, self.known.server)
        except UsageError:
            return False

    def keep(self, name: str, over: Profile | None = None) -> Profile:
        """Write the settings that work under a name, and the password into the keyring if asked.

        ``over`` is the profile that its user has agreed to replace. Returns the settings to go on
        with. Raises UsageError; ProfileThere where another profile of this name is there, or where
        another program has changed it meanwhile.
        """
        settings = replace(self.settings, name=name)
        is_ours = self.read is not None and self.read.name == name
        before = self.read if is_ours else self.file.seen(name)

        def kept(there: Profile | None) -> Profile:
            if there is not None and there != over:
                check_replacing(there, settings, before)
            if settings.keyring and self.connection is not None and self.connection.password:
                keep_in_keyring(settings, self.connection.password)
            return put_over(there, settings)

        self.read = self.file.change(name, kept)
        # What was said for this run alone (--wire, --slow) goes on to hold in it.
        return Profile(**self.read.settings() | settings.settings())

    def unsaved(self) -> Profile:
        """The settings that work, under no name."""
        return replace(self.settings, name="")


def _was_sent(connection: Connection | None) -> bool:
    return connection is not None and bool(connection.password)
