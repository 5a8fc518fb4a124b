"""Stands in for a screen where a controller is tested without one: it notes what it is told."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


class FakeHost:
    """A :class:`~netwrix_tui.tui.session.screen_host.ScreenHost` on which nothing happens."""

    def __init__(self) -> None:
        self.app = self
        self.said: list[str] = []
        self.works: list[Any] = []
        self.waiting: list[Callable[[], object]] = []
        self.delays: list[float] = []
        self.pushed: list[Any] = []
        self.posted: list[Any] = []

    def notify(self, message: str, **_: object) -> None:
        self.said.append(message)

    def run_worker(self, work: object, **_: object) -> None:
        self.works.append(work)

    def set_timer(self, delay: float, callback: Callable[[], object]) -> SimpleNamespace:
        self.waiting.append(callback)
        self.delays.append(delay)
        return SimpleNamespace(stop=lambda: self.waiting.remove(callback))

    def call_later(self, callback: Callable[[], object]) -> bool:
        callback()
        return True

    def post_message(self, message: object) -> bool:
        self.posted.append(message)
        return True

    def push_screen(self, screen: object, *_: object) -> None:
        self.pushed.append(screen)

    def refresh_bindings(self) -> None:
        pass
