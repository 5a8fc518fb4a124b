"""Hostile values that the demo's records hold with ``--hostile``.

Names of files, hosts and people come from outside. These are what a careless viewer would execute,
lay out wrongly, take for markup or choke on.
"""

from __future__ import annotations

from dataclasses import replace

from netwrix_tui.demo.monitored_items import MonitoredItem
from netwrix_tui.demo.seeded_random import SeededRandom
from netwrix_tui.records.record import Detail

_BITES: tuple[str, ...] = (
    "\x1b[2J\x1b[H\x1b[31mowned\x1b[0m",
    "\x1b]52;c;cm0gLXJmIC8K\x07",
    "\x1b]0;new title\x1b\\",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1bP1$r0m\x1b\\\x1b[201~pasted",
    "\x1b[?1049l\x1b[?1000h\x1bc",
    "\x9b31mC1\x9b0m\x9d52;c;QQ==\x9c\x90q\x84\x85",
    "\x00nul\x07bell\x08back\x7fdel\x0bvt\x0cff",
    "gpj.exe \u202egnp.\u202c photo",
    "\u2066left\u2069 \u2067right\u2069 \u200f\u200e\u061c",
    "zero\u200bwidth\u200c\u200d\u2060\ufeff\u00ad",
    "[red]red[/red] [/] [bold",
    "[@click=app.quit]quit[/]",
    "[link=https://evil.example]x[/link] \\[",
    "漢字かな交じり文 ｆｕｌｌｗｉｄｔｈ",
    "e\u0301 n\u0303 \u0301 a\u0308\u0304",
    "Z" + "\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309" * 4 + "algo",
    "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 🇩🇪 ☎️",
    "line one\r\nline two\nline three\rline four\ttab",
    "next\u2028line\u2029paragraph\u0085nel",
    "lone\ud83d surrogate\udc00.txt",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|'x'",
    "+1-2;\"quoted\",comma",
    "-2+3\t=HYPERLINK(\"https://evil.example\")",
    "\u3164\u2800\u115f invisible \U000e0041\U000e0042",
    "noncharacters \uffff\ufffe \U0010ffff \ue000",
    "%s %n {0} {{ $(id) `id` ; rm -rf ~ &",
    "<script>alert(1)</script> &amp; ]]> <!--",
    "   leading and trailing   ",
)  # fmt: skip

_LONGEST_NAME = 255
_HUGE_ONE_IN = 5_000
_HUGE = 1_300_000
"""Characters of the longest values: a few records of more than a megabyte."""


class Hostility:
    """Decorates values with what bites; the same value in the same place every time."""

    def name(self, text: str, number: int) -> str:
        """A name that many records share: every third one bites."""
        if number % 3:
            return text
        return f"{text}{_BITES[number // 3 % len(_BITES)]}"[:_LONGEST_NAME]

    def place(self, place: MonitoredItem, number: int) -> MonitoredItem:
        """A place with a host and an item that bite. Its plan stays: roles are bound to it."""
        host = self.name(place.where, number)
        return replace(place, where=host, item=self.name(place.item, number + 1))

    def scene(
        self, what: str, details: tuple[Detail, ...], salt: int
    ) -> tuple[str, tuple[Detail, ...]]:
        """An object and details; two in three records bite, one in 5,000 is huge."""
        rng = SeededRandom(salt ^ 0x5EED)
        if rng.below(_HUGE_ONE_IN) == 0:
            return self._huge(what, details, rng)
        if rng.chance(33):
            return what, details
        if rng.chance(60):
            cut = rng.below(len(what) + 1)
            what = what[:cut] + rng.pick(_BITES) + what[cut:]
        bitten = tuple(_bitten(detail, rng) for detail in details)
        return what, (*bitten, Detail(rng.pick(_BITES), None, rng.pick(_BITES), ""))

    def _huge(
        self, what: str, details: tuple[Detail, ...], rng: SeededRandom
    ) -> tuple[str, tuple[Detail, ...]]:
        unit = f"{rng.pick(_BITES)} {what} "
        text = (unit * (_HUGE // len(unit) + 1))[:_HUGE]
        if rng.chance(30):
            return text, details
        lines = text.replace(" ", "\n", 40_000)
        return what, (*details, Detail("Contents", None, text, lines))


def _bitten(detail: Detail, rng: SeededRandom) -> Detail:
    bite = rng.pick(_BITES)
    match rng.below(4):
        case 0:
            return Detail(bite, detail.message, detail.before, detail.after)
        case 1:
            return Detail(detail.property_name, bite, detail.before, detail.after)
        case 2:
            return Detail(detail.property_name, detail.message, bite, detail.after)
        case _:
            return Detail(detail.property_name, detail.message, detail.before, bite)
