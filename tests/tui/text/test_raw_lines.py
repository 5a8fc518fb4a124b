"""Raw text: nothing is lost, nothing is invented, nothing acts, whatever the bytes hold."""

from __future__ import annotations

import json
import math
import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from netwrix_tui.sanitize import visible
from netwrix_tui.tui.text.highlight import LineColours
from netwrix_tui.tui.text.raw_layout import MOST_LAID_OUT, Layout, exact_text, lay_out
from netwrix_tui.tui.text.raw_lines import COLOURED, RawLines
from netwrix_tui.tui.text.semantic_style import SemanticStyle
from netwrix_tui.tui.text.wrapping import lines_of, wrap
from netwrix_tui.tui.text.xml_indent import indented_xml
from netwrix_tui.wire.wire_format import WireFormat

hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "ab \\/;,\"'<>&[]\t\r\n\x00\x1b\x07\x7f\x9b\u202e\u200b\u0301\u0488漢🙂\ud800"
        ),
    ),
    max_size=300,
)
widths = st.integers(min_value=2, max_value=40)


def whole(text: str, width: int, wire_format: WireFormat | None = None) -> RawLines:
    source = RawLines(text, width, wire_format)
    source.grow(math.inf)
    assert source.complete
    return source


def colours(wire_format: WireFormat, line: str) -> list[tuple[str, SemanticStyle]]:
    spans = LineColours(wire_format, line).spans(line, 0)
    assert "".join(span.text for span in spans) == line
    return [(span.text, span.style) for span in spans]


# Wrapping


@given(hostile, widths)
@settings(deadline=None, max_examples=200)
def test_the_rows_of_a_line_are_its_visible_text(text: str, width: int) -> None:
    rows = list(wrap(text, width))
    assert "".join(rows) == visible(text)
    assert all(cell_len(row) <= width for row in rows)
    assert "".join(rows).isprintable()


@given(hostile, widths)
@settings(deadline=None)
def test_words_lose_no_more_than_the_spaces_at_the_ends_of_rows(text: str, width: int) -> None:
    rows = list(wrap(text, width, at_words=True))
    assert "".join(rows).replace(" ", "") == visible(text).replace(" ", "")
    assert all(cell_len(row) <= width for row in rows)


def test_words_stay_whole_where_they_can() -> None:
    assert list(wrap("one two three", 8, at_words=True)) == ["one two ", "three"]
    assert list(wrap("\\srv\\share\\folder", 9, at_words=True)) == ["\\srv\\", "share\\", "folder"]


def test_line_breaks_of_every_system_end_a_line() -> None:
    assert lines_of("a\r\nb\nc\rd") == ["a", "b", "c", "d"]


@pytest.mark.parametrize("text", ["x" * 20_000, "漢" * 20_000, "\x1b" * 20_000, "e\u0301" * 9_000])
def test_long_lines_are_whole_beyond_the_pieces_they_are_made_in(text: str) -> None:
    assert "".join(wrap(text, 79)) == visible(text)


def test_a_line_of_marks_without_width_ends_as_well() -> None:
    rows = list(wrap("\u0488" * 10_000, 10))
    assert max(map(len, rows)) < 100


# The exact layout


@given(st.binary(max_size=300), widths)
@settings(deadline=None)
def test_the_exact_layout_has_every_character_in_order(raw: bytes, width: int) -> None:
    text = lay_out(raw, WireFormat.JSON, Layout.EXACT, damaged=False).text
    assert text == exact_text(raw)
    source = whole(text, width, WireFormat.JSON)
    rows = [source.text(number) for number in range(len(source))]
    assert "".join(rows) == "".join(visible(line) for line in text.split("\n"))


@given(hostile, widths, st.sampled_from(WireFormat))
@settings(deadline=None)
def test_colours_change_no_character_of_any_row(
    text: str, width: int, wire_format: WireFormat
) -> None:
    source = whole(text, width, wire_format)
    for number in range(len(source)):
        spans = source.line(number)
        shown = "".join(span.text for span in spans)
        assert shown == source.text(number)
        assert cell_len(shown) <= width
        assert not re.search("[\x00-\x1f\x7f-\x9f]", shown)


def test_bytes_that_are_not_utf8_are_named() -> None:
    assert exact_text(b'{"a":"\xff\xc3\xa9"}') == '{"a":"‹FF›é"}'


# The indented layout

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


def without_white_space(text: str) -> str:
    """JSON without the white space between its tokens; strings are left alone."""
    return "".join(re.findall(r'"(?:[^"\\]|\\.)*"|[^\s"]+', text, re.DOTALL))


@given(json_values, st.booleans(), st.sampled_from([None, 1, "\t"]))
@settings(deadline=None)
def test_indenting_json_adds_white_space_between_tokens_only(
    value: object, ascii_only: bool, indent: int | str | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    raw = text.encode("utf-8", "surrogatepass")
    laid = lay_out(raw, WireFormat.JSON, Layout.INDENTED, damaged=False)
    assert without_white_space(laid.text) == without_white_space(exact_text(raw))


def test_numbers_and_escapes_stay_as_they_came() -> None:
    raw = b'{"n":1.50e+03,"s":"\\u0041\\/\\n"}'
    laid = lay_out(raw, WireFormat.JSON, Layout.INDENTED, damaged=False)
    assert laid.text == '{\n  "n": 1.50e+03,\n  "s": "\\u0041\\/\\n"\n}'
    assert laid.layout is Layout.INDENTED


@pytest.mark.parametrize(
    ("raw", "damaged", "note"),
    [
        (b'{"a":1', False, "not well-formed, so not indented"),
        (b'{"a":"\x1b"}', True, "damaged, so not indented"),
    ],
)
def test_what_cannot_be_indented_is_exact_and_says_so(raw: bytes, damaged: bool, note: str) -> None:
    laid = lay_out(raw, WireFormat.JSON, Layout.INDENTED, damaged=damaged)
    assert (laid.text, laid.layout, laid.note) == (raw.decode(), Layout.EXACT, note)


xml_text = st.text(st.sampled_from("ab \n\t;é"), max_size=8)
xml_element = st.recursive(
    xml_text.map(lambda text: f"<a>{text}</a>")
    | st.sampled_from(["<b/>", '<c d=">" e=\'"\'/>', "<f><![CDATA[ <x> ]]></f>", "<g> &lt; </g>"]),
    lambda inner: st.lists(inner, min_size=1, max_size=4).map(lambda i: f"<p>{''.join(i)}</p>"),
    max_leaves=12,
)


@given(xml_element)
@settings(deadline=None)
def test_indenting_xml_adds_white_space_between_elements_only(text: str) -> None:
    indented = indented_xml(text)
    assert indented is not None
    assert re.sub(r">\n *(?=<(?!/a>))", ">", indented) == re.sub(r">\n *(?=<(?!/a>))", ">", text)


def test_elements_stand_below_each_other_and_text_stays_as_it_is() -> None:
    text = "<r>\n<a x='1'> one\n two </a><b><c/>  <d>  </d></b></r>"
    assert indented_xml(text) == (
        "<r>\n  <a x='1'> one\n two </a>\n  <b>\n    <c/>\n    <d>  </d>\n  </b>\n</r>"
    )


def test_mixed_elements_are_left_alone() -> None:
    text = "<r><a><b/> text <c><d/></c></a></r>"
    assert indented_xml(text) == "<r>\n  <a><b/> text <c><d/></c></a>\n</r>"


@pytest.mark.parametrize(
    "text", ["<a>", "</a>", "<a></b>", "<a", "text", "<a>&</a", "<!--" * 50_000, "<a b='" * 50_000]
)
def test_what_is_not_xml_is_not_indented(text: str) -> None:
    assert indented_xml(text) is None


@given(hostile)
@settings(deadline=None)
def test_any_text_can_be_tried_as_xml(text: str) -> None:
    indented_xml(text)
    indented_xml(f"<a>{text}</a>")


# Colours


def test_json_colours_tell_names_from_values() -> None:
    assert colours(WireFormat.JSON, '{"a": "b", "c": 1.5, "d": null}') == [
        ("{", SemanticStyle.PUNCTUATION),
        ('"a"', SemanticStyle.NAME),
        (":", SemanticStyle.PUNCTUATION),
        (" ", SemanticStyle.PLAIN),
        ('"b"', SemanticStyle.STRING),
        (",", SemanticStyle.PUNCTUATION),
        (" ", SemanticStyle.PLAIN),
        ('"c"', SemanticStyle.NAME),
        (":", SemanticStyle.PUNCTUATION),
        (" ", SemanticStyle.PLAIN),
        ("1.5", SemanticStyle.NUMBER),
        (",", SemanticStyle.PUNCTUATION),
        (" ", SemanticStyle.PLAIN),
        ('"d"', SemanticStyle.NAME),
        (":", SemanticStyle.PUNCTUATION),
        (" ", SemanticStyle.PLAIN),
        ("null", SemanticStyle.CONSTANT),
        ("}", SemanticStyle.PUNCTUATION),
    ]


def test_xml_colours_tell_elements_from_text() -> None:
    assert colours(WireFormat.XML, '<a b="c">d &amp; e</a>') == [
        ("<a", SemanticStyle.NAME),
        (" ", SemanticStyle.PLAIN),
        ("b", SemanticStyle.NAME),
        ("=", SemanticStyle.PUNCTUATION),
        ('"c"', SemanticStyle.STRING),
        (">", SemanticStyle.NAME),
        ("d ", SemanticStyle.STRING),
        ("&amp;", SemanticStyle.CONSTANT),
        (" e", SemanticStyle.STRING),
        ("</a>", SemanticStyle.NAME),
    ]


def test_a_row_in_the_middle_of_a_string_is_coloured_from_the_lines_beginning() -> None:
    line = '{"a":"' + "x: 1, " * 100 + '"}'
    source = whole(line, 20, WireFormat.JSON)
    assert [span.style for span in source.line(5)] == [SemanticStyle.STRING]


def test_a_line_is_plain_beyond_the_bound() -> None:
    source = whole('{"a":"' + "x" * (COLOURED + 500), 100, WireFormat.JSON)
    assert source.line(COLOURED // 100 - 1)[-1].style is SemanticStyle.STRING
    assert [span.style for span in source.line(COLOURED // 100)] == [SemanticStyle.PLAIN]


@pytest.mark.parametrize("part", ["<!--", "&", "<", "<a b='", "<![CDATA[", "]]", "<?", "-"])
def test_the_xml_lexer_reads_everything_whatever_is_left_open(part: str) -> None:
    line = part * (20_000 // len(part))
    colours(WireFormat.XML, line)


# The pace


def test_a_line_of_megabytes_is_there_in_slices() -> None:
    source = RawLines("é\x1b" * 1_500_000, 100, WireFormat.JSON)
    source.grow(0.0)
    assert 0 < len(source) < 1000
    assert not source.complete
    assert source.line(0)


def test_msgspec_takes_what_the_indented_layout_gives_it() -> None:
    value = {"DetailList": [{"Before": "é" * 1000}] * 100}
    raw = msgspec.json.encode(value)
    laid = lay_out(raw, WireFormat.JSON, Layout.INDENTED, damaged=False)
    assert msgspec.json.decode(laid.text) == value


@pytest.mark.parametrize("wire", list(WireFormat))
@pytest.mark.parametrize("depth", [101, 985, 50_000])
def test_what_is_nested_too_deeply_is_shown_as_it_came(wire: WireFormat, depth: int) -> None:
    raw = b"[" * depth + b"]" * depth
    if wire is WireFormat.XML:
        raw = b"<a>" * depth + b"</a>" * depth
    laid = lay_out(raw, wire, Layout.INDENTED, damaged=False)
    assert (laid.text, laid.layout) == (raw.decode(), Layout.EXACT)
    assert laid.note == (f"the {wire.upper()} is nested more than 100 levels deep, so not indented")


def test_what_would_grow_beyond_measure_is_shown_as_it_came() -> None:
    wide = b"<b/>" * 150_000
    raw = b"<a>" * 90 + wide + b"</a>" * 90
    laid = lay_out(raw, WireFormat.XML, Layout.INDENTED, damaged=False)
    assert laid.layout is Layout.EXACT
    assert "longer by more than" in laid.note
    raw = b"[" * 90 + b",".join([b"[]"] * 95_000) + b"]" * 90
    laid = lay_out(raw, WireFormat.JSON, Layout.INDENTED, damaged=False)
    assert laid.layout is Layout.EXACT
    assert "longer by more than" in laid.note


def test_a_name_without_an_end_is_passed_over_at_once() -> None:
    # Quadratic, this took minutes.
    assert indented_xml("<" + "a" * 300_000) is None


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("wire", list(WireFormat))
def test_of_what_is_very_long_the_beginning_is_laid_out(wire: WireFormat, layout: Layout) -> None:
    raw = "é".encode() * (MOST_LAID_OUT // 2) + b"x"
    for before in (b"", b"y"):
        laid = lay_out(before + raw, wire, layout, damaged=False)
        assert laid.layout is Layout.EXACT
        assert "a file that it is saved to has all of it" in laid.note
        assert laid.text.removeprefix("y").strip("é") == ""
        assert MOST_LAID_OUT - 2 <= len(laid.text.encode()) <= MOST_LAID_OUT
