"""The window of requests: more while pages take as long as before, fewer where they do not."""

from __future__ import annotations

from netwrix_tui.client.connection import MOST_AT_A_TIME
from netwrix_tui.results.loading.sending_window import SendingWindow


class Pages:
    """A window, told of pages one after the other."""

    def __init__(self, most: int = 99) -> None:
        self.window = SendingWindow(most)
        self.now = 0.0

    def take(self, seconds: float, count: int = 1, *, is_full: bool = True) -> int:
        for _ in range(count):
            began, self.now = self.now, self.now + seconds
            self.window.took(began, self.now, is_full=is_full)
        return self.window.size

    def fail(self) -> int:
        began, self.now = self.now, self.now + 0.1
        self.window.failed(began, self.now)
        return self.window.size


def test_it_grows_while_pages_come_as_quickly_and_shrinks_where_they_do_not() -> None:
    pages = Pages()
    assert pages.window.size == 1
    assert pages.take(1.0, 20) == MOST_AT_A_TIME
    assert pages.take(3.0, 2) == MOST_AT_A_TIME - 2
    assert pages.take(3.0, 10) == 1


def test_a_failure_halves_it_and_it_comes_back_in_small_steps() -> None:
    pages = Pages()
    pages.take(1.0, 20)
    assert pages.fail() == MOST_AT_A_TIME // 2
    assert pages.take(1.0, 7) == MOST_AT_A_TIME // 2
    assert pages.take(1.0) == MOST_AT_A_TIME // 2 + 1


def test_where_one_more_fails_again_and_again_it_is_tried_less_and_less_often() -> None:
    pages = Pages()
    pages.take(1.0, 1)
    waited = []
    pages.fail()
    for _ in range(4):
        count = 0
        while pages.window.size == 1:
            pages.take(1.0)
            count += 1
        waited.append(count)
        pages.fail()
    assert waited == [8, 16, 32, 64]


def test_what_was_asked_for_before_it_shrank_counts_once() -> None:
    window = SendingWindow(8)
    for at in range(8):
        window.took(at, at + 1)
    for _ in range(4):
        window.failed(8, 9)
    assert window.size == 4


def test_a_page_that_is_not_full_is_no_measure() -> None:
    pages = Pages()
    pages.take(0.01, 3, is_full=False)
    assert pages.take(1.0, 20) == MOST_AT_A_TIME


def test_a_server_that_has_become_slower_is_known_by_what_it_does_now() -> None:
    pages = Pages()
    pages.take(1.0, 20)
    pages.take(3.0, 30)
    assert pages.take(3.0, 70) > 1
