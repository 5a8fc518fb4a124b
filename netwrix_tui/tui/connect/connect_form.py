"""Form of the connect screen: one field on a line."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Label
from textual.worker import WorkType

from netwrix_tui.client.connection import AuthScheme, Secret
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.secret import keyring_is_there
from netwrix_tui.tui.connect.entered_settings import EnteredSettings
from netwrix_tui.tui.text.visible_input import SecretInput, VisibleInput
from netwrix_tui.tui.text.word_choice import WordChoice

_SCHEMES = tuple(AuthScheme)
_KEYRING = ("not kept", "kept in this system's keyring, for the profile")
_CHOICES = ("auth", "keyring")
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
    """Form that begins with what is known; the keyring is offered only where there is one."""

    def __init__(self, known: Profile) -> None:
        super().__init__()
        self._auth = WordChoice(_SCHEMES, widget_id="auth")
        self._auth.chosen = _SCHEMES.index(AuthScheme(known.auth or "auto"))
        self._keyring = WordChoice(_KEYRING, widget_id="keyring")
        self._keyring.chosen = int(known.keyring or False)
        self._password = Secret("")
        self._inputs: dict[str, Input] = {}
        self._lines: dict[str, Horizontal] = {}
        for key, (label, hint) in _FIELDS.items():
            widget: Widget
            if key in _CHOICES:
                widget = self._auth if key == "auth" else self._keyring
            else:
                widget = self._inputs[key] = _input(key, known, hint)
            self._lines[key] = Horizontal(Label(label), widget, classes="field")
        self._lines["keyring"].display = False  # until there is one

    def compose(self) -> ComposeResult:
        yield from self._lines.values()

    def on_mount(self) -> None:
        work: WorkType[None] = self._look_for_keyring()
        self.run_worker(work, group="keyring")

    async def _look_for_keyring(self) -> None:
        self._lines["keyring"].display = await asyncio.to_thread(keyring_is_there)

    def field(self, key: str) -> Input:
        """A field of text."""
        return self._inputs[key]

    def text(self, key: str) -> str:
        """What stands in a field, without blanks around it."""
        return self.field(key).value.strip()

    def put(self, **texts: str) -> None:
        """Fill fields in without this being taken for typing."""
        with self.prevent(Input.Changed):
            for key, text in texts.items():
                self.field(key).value = text
        if "password" in texts:
            self._password = Secret("")

    @property
    def _typed(self) -> Secret:
        """The password, the same object as long as it is not emptied: one that is typed anew goes
        out again after a refusal, and one that just stands there does not."""
        text = self.field("password").value
        if text != self._password.reveal():
            self._password = Secret(text, is_typed=True)
        return self._password

    @property
    def entered(self) -> EnteredSettings:
        """All of it."""
        return EnteredSettings(
            server=self.text("server"),
            user=self.text("user"),
            auth=_SCHEMES[self._auth.chosen],
            password=self._typed,
            thumbprint=self.text("thumbprint"),
            ca_file=self.text("ca_file"),
            name=self.text("name"),
            keyring=bool(self._keyring.chosen) if self._lines["keyring"].display else None,
        )


def _input(key: str, known: Profile, hint: str) -> Input:
    if key == "password":
        field: Input = SecretInput(hint)
    else:
        field = VisibleInput(getattr(known, key) or "", placeholder=hint)
    field.id = key
    return field
