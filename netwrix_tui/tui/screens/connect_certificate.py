"""A certificate that nobody has confirmed yet, or that is not the one confirmed: a question."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from netwrix_tui.client.certificate_facts import CertificateFacts
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.tui.screens.dialog import Dialog
from netwrix_tui.tui.widgets.visible_input import VisibleInput
from netwrix_tui.visible_text import visible

_HOW = (
    "On the server itself, open PowerShell and type\n"
    "  dir Cert:\\LocalMachine\\My | fl Subject, Thumbprint\n"
    "The thumbprint that it shows for this certificate is the SHA-1 above. Are all of its digits "
    "the same? Then it is your server. If not, somebody is in between: go back."
)
_LAST_DIGITS = 6


class CertificateDialog(Dialog[bool]):
    """Dismissed with True where the certificate is to be pinned. Back is what enter does first."""

    DEFAULT_CSS = """
    CertificateDialog .dialog { width: 78; max-height: 100%; padding: 0 1; }
    CertificateDialog .dialog-title { margin-bottom: 0; color: $warning; }
    CertificateDialog .facts { height: auto; }
    CertificateDialog .buttons { height: 1; margin-top: 1; }
    CertificateDialog .buttons Button { margin-right: 2; }
    """


class UnknownCertificate(CertificateDialog):
    """Trust on first use: what the certificate says, and how to compare it."""

    BINDINGS = [  # noqa: RUF012 - Textual reads it as a plain list
        Binding("left,up", "app.focus_previous", "button before", show=False, id="pin.previous"),
        Binding("right,down", "app.focus_next", "next button", show=False, id="pin.next"),
    ]

    def __init__(self, server: str, facts: CertificateFacts, why: str) -> None:
        super().__init__()
        self._server = visible(server)
        self._facts = facts
        self._why = visible(why)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(
                f"Is this the certificate of {self._server}?", classes="dialog-title", markup=False
            )
            yield Static(
                f"{self._why} Nothing was sent yet.\n\n{facts_text(self._facts)}\n\n{_HOW}",
                classes="facts",
                markup=False,
            )
            with Horizontal(classes="buttons"):
                yield Button("No, go back", id="back", compact=True)
                yield Button("Yes, it is the same: pin it", id="pin", compact=True)

    def on_mount(self) -> None:
        self.query_one("#back").focus()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.answer(event.button.id == "pin")


class ChangedCertificate(CertificateDialog):
    """Another certificate than the pinned one: both side by side, and an act that takes thought."""

    def __init__(self, server: str, old: Thumbprint, pinned: str, facts: CertificateFacts) -> None:
        super().__init__()
        self._server = visible(server)
        self._old = old
        self._since = (
            f"pinned on {visible(pinned)}" if pinned else "the day it was pinned: not known"
        )
        self._facts = facts

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(
                f"! The certificate of {self._server} is not the pinned one",
                classes="dialog-title",
                markup=False,
            )
            yield Static(self._text(), classes="facts", markup=False)
            yield VisibleInput(placeholder=f"the last {_LAST_DIGITS} digits, or esc to go back")
            yield Static("", classes="dialog-error", markup=False)

    def _text(self) -> str:
        facts, old = self._facts, self._old
        new = facts.sha1 if old.algorithm == "sha1" else facts.sha256
        return (
            "If nobody has renewed it, someone may be between you and the server. "
            "Nothing was sent.\n\n"
            f"{_side_by_side(old, new, self._since)}\n\n"
            f"{facts_text(facts)}\n"
            f"To pin the new one, look at its thumbprint on the server, and type the last "
            f"{_LAST_DIGITS} digits of its SHA-1 from there:"
        )

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        wanted = str(self._facts.sha1)[-_LAST_DIGITS:]
        typed = "".join(event.value.split()).replace(":", "").upper()
        if typed == wanted:
            self.answer(True)
        elif typed:
            self.query_one(".dialog-error", Static).update(
                "These are not its last digits. If the server shows them, this is not your server."
            )


def facts_text(facts: CertificateFacts) -> str:
    """The certificate in lines of at most 74 columns where its texts allow it."""
    issuer = "itself (self-signed)" if facts.is_self_signed else facts.issuer
    rows = [
        ("subject", facts.subject or "cannot be read"),
        ("issued by", issuer or "cannot be read"),
        ("names", ", ".join(facts.names) or "none"),
        ("valid", _validity(facts)),
        ("SHA-1", _grouped(facts.sha1, 4)),
        *_long_rows("SHA-256", facts.sha256),
    ]
    return "\n".join(f"{label:<10}{visible(value)}" for label, value in rows)


def _side_by_side(old: Thumbprint, new: Thumbprint, since: str) -> str:
    label = "SHA-1" if old.algorithm == "sha1" else "SHA-256"
    width = 34
    halves = range(0, len(old.digits), 20)
    lines = [f"{label:<10}{'known':<{width}}now"]
    for at in halves:
        known, now = (_grouped(Thumbprint(t.digits[at : at + 20]), 4) for t in (old, new))
        lines.append(f"{'':<10}{known:<{width}}{now}")
    return "\n".join([*lines, f"{'':<10}{since}"])


def _long_rows(label: str, thumbprint: Thumbprint) -> list[tuple[str, str]]:
    half = len(thumbprint.digits) // 2
    first, second = thumbprint.digits[:half], thumbprint.digits[half:]
    return [(label, _grouped(Thumbprint(first), 4)), ("", _grouped(Thumbprint(second), 4))]


def _grouped(thumbprint: Thumbprint, size: int) -> str:
    digits = str(thumbprint)
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))


def _validity(facts: CertificateFacts) -> str:
    if facts.begins is None or facts.ends is None:
        return "cannot be read"
    return f"{facts.begins:%Y-%m-%d} to {facts.ends:%Y-%m-%d}"
