"""JSON and XML on a terminal: marks that stand on one letter are few."""

from __future__ import annotations

import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from netwrix_tui.headless.terminal_safe import json_for_terminal, xml_for_terminal

MARK = "\u0301"


@pytest.mark.parametrize("safe", [json_for_terminal, xml_for_terminal])
def test_many_marks_on_one_letter_are_written_as_escapes(safe: Callable[[bytes], bytes]) -> None:
    value = f"e{MARK * 100_000}x e{MARK}"
    is_json = safe is json_for_terminal
    document = json.dumps([value], ensure_ascii=False) if is_json else f"<a>{value}</a>"
    text = safe(document.encode()).decode()
    assert MARK * 3 in text
    assert MARK * 4 not in text
    read = json.loads(text)[0] if is_json else ElementTree.fromstring(text).text  # noqa: S314
    assert read == value


@pytest.mark.parametrize("safe", [json_for_terminal, xml_for_terminal])
def test_a_space_that_is_no_plain_one_stays_exact(safe: Callable[[bytes], bytes]) -> None:
    is_json = safe is json_for_terminal
    document = '["1\u202f234"]' if is_json else "<a>1\u202f234</a>"
    text = safe(document.encode()).decode()
    read = json.loads(text)[0] if is_json else ElementTree.fromstring(text).text  # noqa: S314
    assert read == "1\u202f234"


@pytest.mark.parametrize("safe", [json_for_terminal, xml_for_terminal])
def test_a_mark_stands_on_nothing_but_the_value(safe: Callable[[bytes], bytes]) -> None:
    text = safe(f'["{MARK}"]<a>{MARK}</a>'.encode()).decode()
    assert MARK not in text
