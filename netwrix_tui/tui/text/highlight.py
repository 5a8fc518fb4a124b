"""Syntax colours for raw JSON and XML by Pygments, a logical line at a time, as needed.

Lexing starts at the beginning of the logical line and goes on from where it stopped: started
anywhere else it would take the inside of a string for its outside.

Checked on Pygments 2.21.0: its kinds of tokens are of ``_TokenType``, which has no public name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from pygments.lexer import Lexer, RegexLexer  # type: ignore[import-untyped]
from pygments.lexers.data import JsonLexer  # type: ignore[import-untyped]
from pygments.token import Token, _TokenType  # type: ignore[import-untyped]

from netwrix_tui.tui.text.lines import Line, Script, Span
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.wire.wire_format import WireFormat

_STYLES: tuple[tuple[_TokenType, SemanticStyle], ...] = (
    (Token.Name, SemanticStyle.NAME),
    (Token.Literal.String, SemanticStyle.STRING),
    (Token.Literal.Number, SemanticStyle.NUMBER),
    (Token.Keyword, SemanticStyle.CONSTANT),
    (Token.Comment, SemanticStyle.CONSTANT),
    (Token.Punctuation, SemanticStyle.PUNCTUATION),
)


class RecordXmlLexer(RegexLexer):  # type: ignore[misc]
    """XML lexer in a time that grows with the length only, whatever the text holds.

    Pygments' own lexer searches the rest of the text anew at each unclosed ``&`` and ``<!--``:
    40 KB of them take seconds.
    """

    name = "XML record"
    aliases = ()
    tokens = {  # noqa: RUF012 - the form in which Pygments wants it
        "root": [
            (r"[^<&]+", Token.Literal.String),
            (r"&[\w#]{1,12};", Token.Keyword.Constant),
            (r"<!--", Token.Comment, "comment"),
            (r"<!\[CDATA\[", Token.Comment, "cdata"),
            (r"<[!?]", Token.Comment, "instruction"),
            (r"</?[\w:.-]+", Token.Name.Tag, "tag"),
            (r"[<&]", Token.Literal.String),
        ],
        "tag": [
            (r"\s+", Token.Text),
            (r"/?>", Token.Name.Tag, "#pop"),
            (r"[\w:.-]+", Token.Name.Attribute),
            (r"=", Token.Punctuation),
            (r'"[^"<]*"?|\'[^\'<]*\'?', Token.Literal.String),
            (r"(?=<)", Token.Text, "#pop"),
            (r".", Token.Text),
        ],
        "comment": [
            (r"[^-]+", Token.Comment),
            (r"-->", Token.Comment, "#pop"),
            (r"-", Token.Comment),
        ],
        "cdata": [
            (r"\]\]>", Token.Comment, "#pop"),
            (r"[^\]]+|\]", Token.Literal.String),
        ],
        "instruction": [(r"[^>]+", Token.Comment), (r">", Token.Comment, "#pop")],
    }


class CommandLexer(RegexLexer):  # type: ignore[misc]
    """Lexer of ``curl`` and PowerShell commands as this program writes them."""

    name = "command"
    aliases = ()
    tokens = {  # noqa: RUF012 - the form in which Pygments wants it
        "root": [
            (r"# .*", Token.Comment),
            (r"'[^']*'?", Token.Literal.String),
            (r"(?<=\s)--?[A-Za-z][\w-]*", Token.Name.Attribute),
            (r"\$\w+", Token.Name.Variable),
            (r"0x[0-9A-F]{4}", Token.Literal.Number),
            (r"[A-Za-z][\w-]*", Token.Keyword),
            (r"[|\\`+()\[\]=:]", Token.Punctuation),
            (r".", Token.Text),
        ],
    }


class LineColours:
    """Styles of one logical line, found from its beginning up to where they are needed.

    ``text`` may be the beginning of the line only: what is beyond it is plain.
    """

    def __init__(self, wire_format: WireFormat | Script, text: str) -> None:
        self._tokens = _tokens(wire_format, text)
        # The runs of one style follow each other without a gap; this is where each of them ends.
        self._ends: list[int] = []
        self._styles: list[SemanticStyle] = []

    def spans(self, row: str, offset: int) -> Line:
        """The row that stands ``offset`` characters from the line's beginning, in its tints."""
        end = offset + len(row)
        self._read(end)
        spans: list[Span] = []
        index = bisect_right(self._ends, offset)
        at = offset
        while at < end and index < len(self._ends):
            stop = min(self._ends[index], end)
            spans.append(Span(row[at - offset : stop - offset], self._styles[index]))
            at = stop
            index += 1
        if at < end:
            spans.append(Span(row[at - offset :]))
        return tuple(spans)

    def _read(self, end: int) -> None:
        while not self._ends or self._ends[-1] < end:
            token = next(self._tokens, None)
            if token is None:
                return
            start, kind, text = token
            # The string in which the lexed part ends is an error to the lexer only.
            cut = kind is Token.Error and text.startswith('"')
            style = SemanticStyle.STRING if cut else _style_of(kind)
            if self._styles and style is self._styles[-1]:
                self._ends[-1] = start + len(text)
            else:
                self._ends.append(start + len(text))
                self._styles.append(style)


_LEXERS: dict[WireFormat | Script, type[Lexer]] = {
    WireFormat.JSON: JsonLexer,
    WireFormat.XML: RecordXmlLexer,
    Script.COMMAND: CommandLexer,
}


def _tokens(wire_format: WireFormat | Script, text: str) -> Iterator[tuple[int, _TokenType, str]]:
    lexer = _LEXERS[wire_format]()
    # get_tokens would add a line end, and drop those at the beginning.
    yield from lexer.get_tokens_unprocessed(text)


@cache
def _style_of(kind: _TokenType) -> SemanticStyle:
    return next((style for parent, style in _STYLES if kind in parent), SemanticStyle.PLAIN)
