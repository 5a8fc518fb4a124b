"""What a terminal writes with: one pen a look, and the few bytes that change one for another.

Textual begins every piece of text with all of its colours and ends it with none. A terminal keeps
what it was told last ("ECMA-48, Control Functions for Coded Character Sets", Select Graphic
Rendition), so that only what differs has to be said; blanks need no colour but that behind them.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.style import Style

RESET = "\x1b[0m"
_TEXT = "x"
_OFF = {
    "1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28",
    "9": "29", "21": "24", "51": "54", "52": "54", "53": "55",
}  # fmt: skip
"""By the code of an attribute the one that ends it, which may end another along with it."""

_SEEN_ON_BLANKS = frozenset(["4", "7", "9", "21", "51", "52", "53"])
_COLOR, _BACKGROUND = "39", "49"
"""The codes of the terminal's own colours."""

_KEPT = 4_096
_LEVELS = (0, 95, 135, 175, 215, 255)
_NUMBERS = {
    (red, green, blue): 16 + 36 * r + 6 * g + b
    for r, red in enumerate(_LEVELS)
    for g, green in enumerate(_LEVELS)
    for b, blue in enumerate(_LEVELS)
    if r or g
} | {(8 + 10 * step,) * 3: 232 + step for step in range(24)}
"""The colours that every terminal of many colours has by number ("XTerm Control Sequences").

But for the first six, 16 to 21: schemes of colours give those to shades of their own.
"""


class Sgr:
    """Attributes, a colour and a background, as codes; of each look there is one object."""

    __slots__ = ("_blanks", "_texts", "attributes", "background", "color", "shows_on_blanks")

    def __init__(self, attributes: frozenset[str], color: str, background: str) -> None:
        self.attributes = attributes
        self.color = color
        self.background = background
        self.shows_on_blanks = not _SEEN_ON_BLANKS.isdisjoint(attributes)
        self._texts: dict[Sgr, str] = {}
        self._blanks: dict[Sgr, Sgr] = {}

    @property
    def blank(self) -> Sgr:
        """The pen that writes the same blanks with nothing that is not seen on them."""
        return self if self.shows_on_blanks else _pen(frozenset(), _COLOR, self.background)

    def to(self, pen: Sgr) -> str:
        """What makes the terminal change this pen for another; empty where they are one."""
        sequence = self._texts.get(pen)
        if sequence is None:
            codes = ";".join(self._changes(pen))
            sequence = self._texts[pen] = f"\x1b[{codes}m" if codes else ""
        return sequence

    def for_blanks(self, pen: Sgr) -> Sgr:
        """A pen that writes blanks as ``pen`` does, and differs from this one in the least."""
        least = self._blanks.get(pen)
        if least is None:
            shows = self.shows_on_blanks or pen.shows_on_blanks
            least = pen if shows else _pen(self.attributes, self.color, pen.background)
            self._blanks[pen] = least
        return least

    def _changes(self, pen: Sgr) -> list[str]:
        ending = {_OFF[code] for code in self.attributes - pen.attributes}
        staying = {code for code in self.attributes & pen.attributes if _OFF[code] not in ending}
        changes = sorted(ending) + sorted(pen.attributes - staying)
        if pen.color != self.color:
            changes.append(pen.color)
        if pen.background != self.background:
            changes.append(pen.background)
        return changes


@lru_cache(_KEPT)
def _pen(attributes: frozenset[str], color: str, background: str) -> Sgr:
    return Sgr(attributes, color, background)


PLAIN = _pen(frozenset(), _COLOR, _BACKGROUND)
"""The pen of a terminal that was told of nothing, or of :data:`RESET`."""


class SgrCache(dict[Style, Sgr]):
    """The pens of styles on a terminal with so many colours. Links are none of their business."""

    def __init__(self, system: ColorSystem) -> None:
        super().__init__()
        self._system = system

    def __missing__(self, style: Style) -> Sgr:
        if len(self) >= _KEPT:
            self.clear()
        rendered = style.without_color.render(_TEXT, color_system=self._system)
        codes = rendered.partition(_TEXT)[0][2:-1]
        pen = self[style] = _pen(
            frozenset(codes.split(";")) if codes else frozenset(),
            self._codes(style.color, foreground=True) or _COLOR,
            self._codes(style.bgcolor, foreground=False) or _BACKGROUND,
        )
        return pen

    def _codes(self, color: Color | None, *, foreground: bool) -> str:
        if color is None:
            return ""
        if self._system is ColorSystem.TRUECOLOR and color.triplet in _NUMBERS:
            return f"{38 if foreground else 48};5;{_NUMBERS[color.triplet]}"
        return ";".join(color.downgrade(self._system).get_ansi_codes(foreground=foreground))


pens_for = lru_cache(SgrCache)
"""The pens of a kind of terminal, the same ones each time."""
