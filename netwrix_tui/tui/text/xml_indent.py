"""XML with line breaks and indents between elements, and nothing changed inside any text."""

from __future__ import annotations

import re
from collections.abc import Callable

from netwrix_tui.wire import limits

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(?P<slash>/?)(?P<name>[^\s<>/\"'=!?]++)(?P<rest>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|(?P<text>[^<]++)",
    re.DOTALL,
)
_BLANK = " \t\r\n"
_STEP = "  "
_BETWEEN_QUESTIONS = 65_536
"""Characters that are laid out before it is asked again whether they are wanted."""


class _Element:
    """Open element, and how it has been laid out so far."""

    __slots__ = ("first", "has_children", "has_text", "name")

    def __init__(self, name: str, first: int) -> None:
        self.name = name
        self.first = first
        self.has_children = False
        self.has_text = False


def indented_xml(text: str, is_wanted: Callable[[], bool] = lambda: True) -> str | None:
    """The elements of a record one below the other, or None where the text is not well-formed.

    Only white space between elements is added or replaced. An element that holds text is left as
    it is, with all that is in it. ``is_wanted`` is asked now and then; where it says no, the result
    is None as well. Raises LimitExceeded for XML that is nested too deeply, or would grow too long.
    """
    layout = _Layout()
    at = asked = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or not layout.take(match):
            return None
        at = match.end()
        if at - asked > _BETWEEN_QUESTIONS:
            asked = at
            if not is_wanted():
                return None
    return layout.whole()


class _Layout:
    """Layout of tokens below each other, or in a row where their element has mixed content."""

    def __init__(self) -> None:
        self._tokens: list[str] = []
        # What goes before each token: a line break with its indent, or nothing.
        self._gaps: list[str] = []
        # The white space that stood there.
        self._found: list[str] = []
        self._open: list[_Element] = []
        self._white = ""
        self._grown = 0

    def take(self, match: re.Match[str]) -> bool:
        """The next token; False where it does not fit."""
        token = match[0]
        if match["text"] is not None:
            return self._text(token)
        if match["name"] is None:
            return self._text(token) if token.startswith("<![") else self._child(token)
        if match["slash"]:
            return self._close(token, match["name"])
        self._child(token)
        if not match["rest"].endswith("/"):
            if len(self._open) == limits.MOST_DEEP:
                raise limits.too_deep("XML")
            self._open.append(_Element(match["name"], len(self._tokens)))
        return True

    def whole(self) -> str | None:
        """All of it, once no element is open."""
        if self._open:
            return None
        parts = (part for pair in zip(self._gaps, self._tokens, strict=True) for part in pair)
        return "".join(parts).removeprefix("\n")

    def _text(self, token: str) -> bool:
        if not token.strip(_BLANK):
            self._white += token
            return True
        if not self._open:
            return False
        self._open[-1].has_text = True
        self._add("", token)
        return True

    def _child(self, token: str) -> bool:
        if self._open:
            self._open[-1].has_children = True
        self._add("\n" + _STEP * len(self._open), token)
        return True

    def _close(self, token: str, name: str) -> bool:
        if not self._open or self._open[-1].name != name:
            return False
        element = self._open.pop()
        self._add("\n" + _STEP * len(self._open) if element.has_children else "", token)
        if element.has_text or not element.has_children:
            # Mixed, or without children: every white space in it may be meant.
            self._gaps[element.first :] = self._found[element.first :]
        return True

    def _add(self, gap: str, token: str) -> None:
        self._grown += len(gap)
        if self._grown > limits.MOST_GROWN:
            raise limits.grown_too_long()
        self._tokens.append(token)
        self._gaps.append(gap)
        self._found.append(self._white)
        self._white = ""
