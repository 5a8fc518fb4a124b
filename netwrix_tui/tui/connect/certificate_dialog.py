"""Dialogs for a certificate that is not pinned, or is another one than the pinned."""

from __future__ import annotations

from abc import abstractmethod

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from netwrix_tui.client.certificate_facts import CertificateFacts
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.foreign_text import rows
from netwrix_tui.tui.connect.certificate_rows import (
    claim_rows,
    compared_rows,
    sha1_rows,
    thumbprint_rows,
)
from netwrix_tui.tui.dialogs.dialog import Dialog
from netwrix_tui.tui.text.visible_input import VisibleInput
from netwrix_tui.tui.text.wrapping import WrappedSentence

_LAST_DIGITS = 6
_LOOK = "On the server itself, open PowerShell and type"
_COMMAND = "  dir Cert:\\LocalMachine\\My | fl Subject, Thumbprint"


class CertificateDialog(Dialog[bool]):
    """Question for a certificate, dismissed with True where it is to be pinned.

    That takes the last digits of its thumbprint, read on the server: enter alone does nothing.
    """

    DEFAULT_CSS = """
    CertificateDialog .dialog { width: 78; max-height: 100%; padding: 0 1; }
    CertificateDialog .dialog-title { margin-bottom: 0; color: $warning; }
    CertificateDialog .facts { height: auto; }
    """

    def __init__(self, title: str, facts: CertificateFacts) -> None:
        super().__init__()
        self._title = title
        self._facts = facts

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(WrappedSentence(self._title), classes="dialog-title")
            yield Static(WrappedSentence(self._rows), classes="facts")
            yield VisibleInput(placeholder=f"the last {_LAST_DIGITS} digits, or esc to go back")
            yield Static("", classes="dialog-error", markup=False)

    @abstractmethod
    def _rows(self, width: int) -> list[str]:
        """All that stands between the title and the field."""

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        wanted = str(self._facts.sha1)[-_LAST_DIGITS:]
        typed = "".join(event.value.split()).replace(":", "").upper()
        if typed == wanted:
            self.answer(True)
        elif typed:
            self.show_error("These are not its last digits. If your server shows them, go back.")


class UnknownCertificate(CertificateDialog):
    """Trust on first use: its thumbprints, and how to compare them; what it says comes after."""

    def __init__(self, server: str, facts: CertificateFacts, why: str) -> None:
        super().__init__(f"Is this the certificate of {server}?", facts)
        self._why = why

    def _rows(self, width: int) -> list[str]:
        return [
            *rows(f"{self._why} Nothing was sent yet.", width),
            "",
            *thumbprint_rows(self._facts, width),
            "",
            *claim_rows(self._facts, width),
            "",
            _LOOK,
            _COMMAND,
            *rows(
                "Is its Thumbprint the SHA-1 above, digit by digit? Then it is your server: type "
                f"the last {_LAST_DIGITS} from there. If not, somebody is in between: go back.",
                width,
            ),
        ]


class ChangedCertificate(CertificateDialog):
    """Another certificate than the pinned one: both side by side, and an act that takes thought."""

    def __init__(self, server: str, old: Thumbprint, pinned: str, facts: CertificateFacts) -> None:
        super().__init__(f"! The certificate of {server} is not the pinned one", facts)
        self._old = old
        self._since = f"pinned on {pinned}" if pinned else "the day it was pinned: not known"

    def _rows(self, width: int) -> list[str]:
        facts, old = self._facts, self._old
        new = facts.sha1 if old.algorithm == "sha1" else facts.sha256
        return [
            *rows(
                "If nobody has renewed it, someone may be between you and the server. "
                "Nothing was sent.",
                width,
            ),
            "",
            *compared_rows(old, new, self._since, width),
            *(sha1_rows(facts, width) if new is not facts.sha1 else []),
            "",
            *claim_rows(facts, width),
            "",
            *rows(
                "To pin the new one, look at its thumbprint on the server, and type the last "
                f"{_LAST_DIGITS} digits of its SHA-1 from there:",
                width,
            ),
        ]
