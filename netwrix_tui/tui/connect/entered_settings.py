"""Settings as typed on the connect screen, and the connection that they make."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netwrix_tui.client.account_identity import same_account, same_server, same_thumbprint
from netwrix_tui.client.connection import Secret
from netwrix_tui.config.profile import Profile, Scope, check_name
from netwrix_tui.config.secret_text import problem_of_typed
from netwrix_tui.config.values import check_value
from netwrix_tui.errors import UsageError

_LABELS = {
    "server": "Server", "user": "User", "thumbprint": "Thumbprint", "ca_file": "CA file",
}  # fmt: skip

_EXAMPLES = {
    "server": "Type its name, as nwx01, or an address, as nwx01:9700 or https://nwx01:9699.",
    "user": r"Type it as CORP\jane or jane@corp.local.",
    "thumbprint": "Paste the 40 hexadecimal digits of SHA-1 or the 64 of SHA-256, or leave it "
    "empty: the test shows the certificate.",
    "ca_file": "Name a file with certificates, PEM or DER, or leave it empty.",
}


@dataclass(frozen=True, slots=True)
class EnteredSettings:
    """Fields as texts, blanks stripped; ``name`` is the profile's, empty if none is saved."""

    server: str = ""
    user: str = ""
    auth: str = "auto"
    password: Secret = Secret("")  # noqa: RUF009 - an empty one, and no secret of anybody
    thumbprint: str = ""
    ca_file: str = ""
    name: str = ""
    keyring: bool | None = None
    """Whether the keyring is to hold the password; None where there is none to ask."""

    def settings(self, known: Profile) -> Profile:
        """A profile of what is typed, over what else is known of the same server and account.

        Raises UsageError, which names the field.
        """
        if not self.server:
            raise UsageError("Server is empty.", next_step="Type its name, as nwx01.")
        for key, label in _LABELS.items():
            value = getattr(self, key)
            problem = check_value(key, value) if value else ""
            if problem:
                raise UsageError(f"{label}: {problem}.", next_step=_EXAMPLES.get(key, ""))
        unread = problem_of_typed(self.password.reveal())
        if unread:
            raise UsageError(unread)
        if self.thumbprint and self.ca_file:
            raise UsageError(
                "A thumbprint and a CA file are given.",
                cause="The one trusts a single certificate, the other all that an authority made.",
                next_step="Leave one empty.",
            )
        if self.name:
            check_name(self.name, is_new=self.name != known.name)
        base = self._fitting(known)
        is_pinned_still = self.thumbprint and same_thumbprint(base.thumbprint, self.thumbprint)
        return replace(
            base,
            name=self.name,
            server=self.server,
            user=self.user or None,
            auth=None if self.auth == "auto" else self.auth,
            thumbprint=self.thumbprint or None,
            pinned=base.pinned if is_pinned_still else None,
            ca_file=self.ca_file or None,
            keyring=base.keyring if self.keyring is None else (self.keyring or None),
        )

    def _fitting(self, known: Profile) -> Profile:
        """What is known that is of the server and account which are typed."""
        if known.server is None:
            return known  # what was said without a server is meant for the one that is typed
        if not same_server(known.server, self.server):
            return known.only(Scope.ANYWHERE)
        if not same_account(known.user, self.user):
            return known.only(Scope.ANYWHERE, Scope.SERVER, Scope.TRUST)
        return known


ON_THE_FORM = ("server", "user", "auth", "thumbprint", "pinned", "ca_file", "keyring")
"""The settings that :class:`EnteredSettings` decides on; all others are as they were known."""
