"""Textual's reading of what a terminal sends."""

from __future__ import annotations

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.message import Message

__all__ = ["ANSI_SEQUENCES_KEYS", "FUNCTIONAL_KEYS", "XTermParser", "keys_of", "rest_of"]


def keys_of(parser: XTermParser, text: str) -> list[Key]:
    """The keys of a text that is longer than Textual takes at once."""
    return list(parser._sequence_to_key_events(text))


def rest_of(parser: XTermParser) -> list[Message]:
    """What a parser that waits for more makes of what it has: there is no more."""
    if parser._timeout_time is None:
        return []
    parser._timeout_time = 0.0
    return list(parser.tick())
