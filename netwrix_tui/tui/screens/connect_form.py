"""The fields of the connect screen, one on a line."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label
from textual.worker import WorkType

from netwrix_tui.client.connection import AuthScheme, Secret
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.secret import keyring_is_there
from netwrix_tui.tui.connecting.entered import Entered
from netwrix_tui.tui.widgets.secret_input import SecretInput
from netwrix_tui.tui.widgets.visible_input import VisibleInput
from netwrix_tui.tui.widgets.word_choice import WordChoice

_SCHEMES = tuple(AuthScheme)
_KEYRING = ("not kept", "kept in this system's keyring, for the profile")
_FIELDS = {
    "server": ("Server", "nwx01, nwx01:9699 or https://nwx01.corp.local"),
    "user": ("User", "CORP\\jane or jane@corp.local; empty: that of a Kerberos ticket"),
    "auth": ("Sign-in", ""),
    "password": ("Password", "not kept; a profile may name password_command or keyring"),
    "keyring": ("Keyring", ""),
    "thumbprint": ("Thumbprint", "may stay empty: the test shows the certificate"),
    "ca_file": ("CA file", "may stay empty: else the file with your authority"),
    "name": ("Save as", "a profile's name, as corp; empty: it is not saved"),
}


class ConnectForm(Vertical):
    """Begins with what is known. The keyring is spoken of only where there is one."""

    def __init__(self, known: Profile) -> None:
        super().__init__()
        self._known = known

    def compose(self) -> ComposeResult:
        for key, (label, hint) in _FIELDS.items():
            with Horizontal(classes="field", id=f"line-of-{key}"):
                yield Label(label)
                if key == "auth":
                    yield WordChoice(_SCHEMES, widget_id=key)
                elif key == "keyring":
                    yield WordChoice(_KEYRING, widget_id=key)
                elif key == "password":
                    secret = SecretInput(hint)
                    secret.id = key
                    yield secret
                else:
                    field = VisibleInput(getattr(self._known, key) or "", placeholder=hint)
                    field.id = key
                    yield field

    def on_mount(self) -> None:
        self._choice("auth").chosen = _SCHEMES.index(AuthScheme(self._known.auth or "auto"))
        self._choice("keyring").chosen = int(self._known.keyring or False)
        self.query_one("#line-of-keyring").display = False  # until there is one
        work: WorkType[None] = self._look_for_keyring()
        self.run_worker(work, group="keyring")

    async def _look_for_keyring(self) -> None:
        there = await asyncio.to_thread(keyring_is_there)
        self.query_one("#line-of-keyring").display = there

    def field(self, key: str) -> Input:
        """A field of text."""
        return self.query_one(f"#{key}", Input)

    def text(self, key: str) -> str:
        """What stands in a field, without blanks around it."""
        return self.field(key).value.strip()

    def put(self, **texts: str) -> None:
        """Fill fields in without this being taken for typing."""
        with self.prevent(Input.Changed):
            for key, text in texts.items():
                self.field(key).value = text

    @property
    def entered(self) -> Entered:
        """All of it."""
        has_keyring = self.query_one("#line-of-keyring").display
        return Entered(
            server=self.text("server"),
            user=self.text("user"),
            auth=_SCHEMES[self._choice("auth").chosen],
            password=Secret(self.field("password").value),
            thumbprint=self.text("thumbprint"),
            ca_file=self.text("ca_file"),
            name=self.text("name"),
            keyring=bool(self._choice("keyring").chosen) if has_keyring else None,
        )

    def _choice(self, key: str) -> WordChoice:
        return self.query_one(f"#{key}", WordChoice)
