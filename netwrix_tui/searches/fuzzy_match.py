"""Fuzzy match of typed text: words first, letters in a row where no word fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")

_NO_WORD = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Item]):
    """An item with the texts that it is found by, the most telling ones first."""

    item: Item
    texts: tuple[str, ...]


def best_matches(typed: str, among: Iterable[Candidate[Item]]) -> list[Item]:
    """Everything that all typed words occur in, the best first; all of it for no word.

    A word counts more the further ahead the text is that holds it, and where it is the beginning
    of a word there, or all of one; several of them more, where the first text begins with them.
    Letters that only follow one another in the first text count least.
    """
    words = _folded(typed).split()
    if not words:
        return [each.item for each in among]
    scored = [(_score(words, each.texts), each.item) for each in among]
    order = sorted((-score, at) for at, (score, _) in enumerate(scored) if score)
    return [scored[at][1] for _, at in order]


def _score(words: list[str], texts: tuple[str, ...]) -> int:
    folded = [_folded(text) for text in texts]
    scores = [_word_score(word, folded) for word in words]
    begins = len(words) > 1 and bool(folded) and folded[0].startswith(" ".join(words))
    return sum(scores) + 100 * begins if all(scores) else 0


def _word_score(word: str, folded: list[str]) -> int:
    for place, text in enumerate(folded):
        at = text.find(word)
        if at < 0:
            continue
        spaced = f" {_NO_WORD.sub(' ', text)} "
        fit = 300 * (f" {word}" in spaced) + 200 * (f" {word} " in spaced)
        return 1000 // (place + 1) + fit
    return 10 if folded and len(word) > 2 and _in_a_row(word, folded[0]) else 0


def _in_a_row(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))
