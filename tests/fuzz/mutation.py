"""Mutates JSON and XML by their structure, and bytes that are neither, by a fixed seed."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from random import Random

from netwrix_tui.errors import NetwrixTuiError

SECONDS = "NETWRIX_TUI_FUZZ_SECONDS"
SEED = 20_261_130
STEPS = 3_500
"""Half a minute for all of them together."""

_JSON_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_XML_TOKEN = re.compile(rb"<[^<>]*>|[^<>]+", re.DOTALL)
_LONGEST = 60_000

ODD = (
    b"", b"\x00", b"\x1b[2J", b"\xff", b"\xed\xa0\x80", b"\\ud83d", b"\\", b'"', b"&", b"&#27;",
    b"&#xD83D;", b"&amp", b"<", b">", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x?>",
    b"<!DOCTYPE a>", b"{", b"}", b"[", b"]", b",", b":", b"null", b"1e999", b"true", b"NaN",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n", b"\xe2\x80\xae", b"\xcc\x81" * 9, b'"RID":"x"',
    b"<RID>x</RID>", b"xmlns:n='u'", b"n:", b"<ContinuationMark>", b'"ContinuationMark":"m"',
    b'<?xml version="1.0" encoding="utf-16"?>', b"ActivityRecordList", b"ActivityRecord",
)  # fmt: skip


def steps(seed: int, least: int = STEPS) -> Iterator[Random]:
    """A generator of chance for each step: so many, or as long as the environment says."""
    seconds = float(os.environ.get(SECONDS, "0"))
    end = time.monotonic() + seconds
    number = 0
    while number < least or time.monotonic() < end:
        yield Random(f"{SEED} {seed} {number}")
        number += 1


def mutated(document: bytes, chance: Random) -> bytes:
    """The document after one to four mutations of its tokens or bytes."""
    for _ in range(chance.randint(1, 4)):
        kind = chance.random()
        document = _bytes(document, chance) if kind < 0.25 else _tokens(document, chance)
    return document[:_LONGEST]


def _tokens(document: bytes, chance: Random) -> bytes:
    pattern = _XML_TOKEN if document.lstrip()[:1] == b"<" else _JSON_TOKEN
    tokens = pattern.findall(document) or [b""]
    at = chance.randrange(len(tokens))
    to = min(len(tokens), at + chance.choice((1, 1, 2, 5, 20)))
    some = tokens[at:to]
    match chance.randrange(7):
        case 0:
            tokens[at:to] = []
        case 1:
            tokens[at:to] = some * chance.choice((2, 3, 200))
        case 2:
            tokens.insert(at, chance.choice(ODD))
        case 3:
            tokens[at] = chance.choice(ODD)
        case 4:
            other = chance.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 5:
            tokens[at:to] = [*([chance.choice((b"[", b"{", b"<a>"))] * 150), *some]
        case _:
            middle = len(tokens[at]) // 2
            tokens[at] = tokens[at][:middle] + chance.choice(ODD) + tokens[at][middle:]
    return b"".join(tokens)


def _bytes(document: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(document) + 1)
    match chance.randrange(4):
        case 0:
            return document[:at]
        case 1:
            return document[:at] + chance.randbytes(chance.randint(1, 4)) + document[at:]
        case 2:
            return document[:at] + chance.choice(ODD) + document[at + 1 :]
        case _:
            text = document.decode("utf-8", "replace")
            return text.encode(chance.choice(("utf-16", "utf-8-sig")))


def look_at(error: NetwrixTuiError, *hidden: str) -> None:
    """What the program says of something is a sentence, and holds none of these."""
    said = error.sentence()
    assert 0 < len(said) < 3_000
    assert not any(text in said for text in hidden)
