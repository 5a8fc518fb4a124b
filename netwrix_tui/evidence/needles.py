"""Needles: names that are looked for in texts, whatever their case, as whole words."""

from __future__ import annotations

import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W_]+")
"""Letters and digits: an underscore parts two words, as a full stop does."""

_FEWEST = 2
"""Characters of a name that is looked for within others: one letter may be anything."""


def lower_case(text: str) -> str:
    """The text in lower case, each character in its place: some become two otherwise."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(each if len(each) == 1 else char for char in text for each in (char.lower(),))


class Needles:
    """Names and what stands in their place; the longest that begins at a place is taken."""

    def __init__(self, account: Callable[[str], str] = str) -> None:
        """``account`` tells what stands in the place of an account that no field holds."""
        self._by_word: dict[str, list[tuple[int, str, str]]] = {}
        self._domains: dict[str, set[str]] = {}
        self._account = account

    def add(self, name: str, instead: str) -> None:
        """Look for a name from now on; the first meaning that a name gets stays."""
        first = _WORD.search(name)
        if first is None or len(name) < _FEWEST:
            return
        entry = (first.start(), lower_case(name), instead)
        there = self._by_word.setdefault(lower_case(first[0]), [])
        if all(lower != entry[1] for _, lower, _ in there):
            there.append(entry)
            there.sort(key=lambda each: len(each[1]), reverse=True)

    def add_domain(self, domain: str) -> None:
        """Take ``DOMAIN\\name`` for an account from now on, whatever the name."""
        first = _WORD.match(domain)
        if first is not None:
            self._domains.setdefault(lower_case(first[0]), set()).add(lower_case(domain))

    def replaced(self, text: str) -> str:
        """The text with all of them replaced."""
        out: list[str] = []
        done = 0
        given = lower_case(text)
        for word in _WORD.finditer(text):
            for before, lower, instead in self._by_word.get(given[word.start() : word.end()], ()):
                start = word.start() - before
                end = start + len(lower)
                if start >= done and given[start:end] == lower and _is_whole(text, start, end):
                    out += (text[done:start], instead)
                    done = end
                    break
            else:
                ends = self._end_of_account(text, given, word)
                if ends is not None and word.start() >= done:
                    out += (text[done : word.start()], self._account(text[word.start() : ends]))
                    done = ends
        out.append(text[done:])
        return "".join(out)

    def _end_of_account(self, text: str, given: str, word: re.Match[str]) -> int | None:
        """Where an account of a known domain ends that begins with this word."""
        start = word.start()
        if start and (text[start - 1] == "\\" or _is_letter(text[start - 1])):
            return None  # as a server's share
        for domain in self._domains.get(given[start : word.end()], ()):
            if given.startswith(domain, start):
                name = _NAME.match(text, start + len(domain))
                if name is not None:
                    return name.end()
        return None


_NAME = re.compile(r"(\\{1,2})(?=[^\W_])(?:[\w.$-]*[\w$])")
"""What follows a domain; a backslash may be doubled, as JSON does it."""


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit goes on before or behind."""
    begins = start == 0 or not (_is_letter(text[start]) and _is_letter(text[start - 1]))
    return begins and (
        end == len(text) or not (_is_letter(text[end - 1]) and _is_letter(text[end]))
    )


def _is_letter(char: str) -> bool:
    return _WORD.fullmatch(char) is not None


def replaced_between(
    pattern: re.Pattern[str],
    text: str,
    found: Callable[[str], str],
    between: Callable[[str], str],
) -> str:
    """The text, what the pattern finds replaced by one function, all else by the other."""
    out: list[str] = []
    done = 0
    for match in pattern.finditer(text):
        out += (between(text[done : match.start()]), found(match[0]))
        done = match.end()
    out.append(between(text[done:]))
    return "".join(out)
