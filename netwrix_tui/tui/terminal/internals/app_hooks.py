"""What an application does between its messages: actions, mistakes, the end, what it has said.

Where a release has no such name any more, an override is never called, and a function does
nothing: the program goes on as Textual does.
"""

from __future__ import annotations

from typing import Any, TypeVar

from rich.console import RenderableType
from textual.app import App
from textual.dom import DOMNode
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import Widget

Result = TypeVar("Result")


class AppHooks(App[Result]):
    """An app that is asked before an action is done, a frame written, and the end by a mistake."""

    def may_act(self, namespace: DOMNode) -> bool:
        """Whether an action is done; it is silently left out where not."""
        raise NotImplementedError

    def is_mistake(self, error: Exception) -> bool:
        """Whether the app ends by an error."""
        raise NotImplementedError

    def drawn(self, screen: Screen[Any], update: RenderableType | None) -> RenderableType | None:
        """What is written for what changed on a screen; None for nothing."""
        raise NotImplementedError

    def last_words(self) -> RenderableType | None:
        """What is shown when the app has ended by a mistake; None for Textual's traceback."""
        return None

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        super()._display(screen, self.drawn(screen, renderable))

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        if not self.may_act(namespace):
            return True
        return await super()._dispatch_action(namespace, action_name, params)

    def _handle_exception(self, error: Exception) -> None:
        if self.is_mistake(error):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        said = self.last_words()
        if said is None:
            super()._fatal_error()
            return
        self.bell()
        self._exit_renderables.append(said)
        self._close_messages_no_wait()


def end_by(app: App[Any], error: Exception) -> None:
    """End by a mistake that nobody else would hear of. To be called while it is handled."""
    app._handle_exception(error)


def set_return_code(app: App[Any], code: int) -> None:
    """The exit status, before the app has ended."""
    app._return_code = code


def keep_clipboard(app: App[Any], text: str) -> None:
    """What an input pastes where the terminal's own clipboard cannot be read."""
    app._clipboard = text


def driver_of(app: App[Any]) -> Driver | None:
    """What writes to the terminal; None before the app runs."""
    driver: Driver | None = getattr(app, "_driver", None)
    return driver


def uses_mouse(app: App[Any]) -> bool:
    """Whether the app has the mouse reported."""
    return bool(getattr(driver_of(app), "_mouse", False))


def take_back(app: App[Any], words: str) -> None:
    """Let go of the notifications that say just this."""
    for said in list(getattr(app, "_notifications", ())):
        if said.message == words and hasattr(app, "_unnotify"):
            app._unnotify(said)


def forget_colours(widget: Widget) -> None:
    """Let go of how a widget's colours were mixed, which Textual remembers in passing."""
    remembered = getattr(widget, "_styles_cache", None)
    if remembered is not None:
        remembered.clear()
