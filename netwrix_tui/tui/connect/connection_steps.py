"""Steps of a connection test: made, under way, failed with what to do."""

from __future__ import annotations

from dataclasses import replace

from rich.text import Text
from textual.message import Message
from textual.widgets import Static

from netwrix_tui.doctor.check_result import CheckResult, Verdict, lines_of
from netwrix_tui.errors import CertificateNotTrusted
from netwrix_tui.foreign_text import rows
from netwrix_tui.tui.connect.connection_test import check_after

_STYLES = {Verdict.OK: "green", Verdict.FAILED: "bold red", Verdict.UNTOLD: "dim"}


class CheckFound(Message):
    """A finding of a test, None after the last. Posted from the test's thread."""

    bubble = False

    def __init__(self, run: int, finding: CheckResult | None) -> None:
        super().__init__()
        self.run = run
        self.finding = finding


class Steps(Static):
    """List of steps, each with its lines, the one under way marked."""

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._findings: list[CheckResult] = []
        self._first = ""
        self._below = ""

    def begin(self) -> None:
        """Nothing is found yet; the first step is under way."""
        self._findings = []
        self._under_way(check_after(None))

    def add(self, finding: CheckResult) -> None:
        """One more step is made."""
        self._findings.append(finding)
        failed = finding.verdict is Verdict.FAILED
        self._under_way("" if failed else check_after(finding))

    def end(self, *, works: bool) -> None:
        """The last step is made."""
        self.show_message("The connection works. ^s saves and explores." if works else "")

    def cancelled(self) -> None:
        """The test was given up."""
        self.show_message("The test was cancelled.")

    def on_resize(self) -> None:
        self._draw()

    def _under_way(self, check: str) -> None:
        self.show_message("under way, esc cancels" if check else "", f"{'…':<9}{check:<12}")

    def show_message(self, text: str, first: str = "") -> None:
        """Show a sentence below the steps, as what cannot be tested or saved.

        ``first`` stands before its first row.
        """
        self._first, self._below = first, text
        self._draw()

    def _draw(self) -> None:
        width = (self.size.width or 79) - 1
        text = Text()
        for finding in self._findings:
            lines = lines_of(_short(finding), width)
            text.append(lines[:9], _STYLES[finding.verdict])
            text.append(f"{lines[9:]}\n")
        if self._below:
            text.append("\n".join(rows(self._below, width, first=self._first)))
        self.update(text)


def _short(finding: CheckResult) -> CheckResult:
    """The thumbprints have a screen of their own where they matter, which also pins one."""
    if isinstance(finding.error, CertificateNotTrusted) and finding.error.certificate is not None:
        return replace(finding, cause="", next_step="")
    version = finding.facts.get("version")
    return replace(finding, says=version) if isinstance(version, str) else finding
