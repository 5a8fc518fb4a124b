"""Interface of the screen for its controllers, so that each can be built without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.message import Message
    from textual.notifications import SeverityLevel
    from textual.timer import Timer
    from textual.worker import WorkType

    from netwrix_tui.records.plan import SearchPlan


class ScreenHost(Protocol):
    """Screen as its controllers need it; every screen of Textual's is one."""

    @property
    def app(self) -> App[Any]:
        """The application, on which dialogs are laid over the screen."""

    def run_worker(
        self,
        work: WorkType[None],
        *,
        group: str = ...,
        exit_on_error: bool = ...,
        exclusive: bool = ...,
    ) -> object:
        """Begin work beside the keys; an exclusive one ends what its group has under way."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back once, after so many seconds."""

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer:
        """Call back again and again, after so many seconds each."""

    def call_later(self, callback: Callable[[], object]) -> bool:
        """Call back when the messages that there are have been seen to."""

    def post_message(self, message: Message) -> bool:
        """Hand over a message, from any thread."""

    def notify(
        self,
        message: str,
        *,
        severity: SeverityLevel = ...,
        timeout: float | None = ...,
        markup: bool = ...,
    ) -> None:
        """Say something in passing."""

    def refresh_bindings(self) -> None:
        """Ask anew which actions there are."""


class BeginSearch(Protocol):
    """Callback that begins a search as a new step of the trail.

    ``words`` say what is new in it, in few cells; ``keep`` is the RID of a record on which the
    cursor is to stand again.
    """

    def __call__(self, plan: SearchPlan, *, words: str = "", keep: str = "") -> None: ...
