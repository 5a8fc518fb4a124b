"""The report: nothing in a record acts in it, and it says what a reader has to know."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from netwrix_tui.evidence import report_html, report_markdown
from netwrix_tui.evidence.make import make_package
from netwrix_tui.evidence.report_blocks import Foreign, Paragraph, Table
from netwrix_tui.evidence.request import PackageRequest
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import ShownZone
from netwrix_tui.wire.wire_format import WireFormat
from tests.case.sample import sample
from tests.evidence.packages import PAYLOADS, hostile_records, package, small_case
from tests.strategies import any_text

_BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
_ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "ul", "li", "dl", "dt",
    "dd", "table", "thead", "tbody", "tr", "th", "td", "pre", "bdi",
}  # fmt: skip
_ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "scope", "data-head"}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands below data/ in a package of records that bite, with titles and notes that do."""
    directory = tmp_path_factory.mktemp("hostile")
    case = small_case(directory / "a.nwcase", hostile_records(), texts=PAYLOADS)
    return package(case, directory / "p") / "data"


class _Elements(HTMLParser):
    """Names of elements and attributes, and text by whether it stands within a ``bdi``."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.outside: list[str] = []
        self.inside: list[str] = []
        self.depths: list[int] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        isolated = {"bdi", "pre", "title", "style"} & set(self._open)
        (self.inside if isolated else self.outside).append(data)


def _check(text: str) -> _Elements:
    found = _Elements(text)
    assert found.names <= _ALLOWED
    assert found.attributes <= _ATTRIBUTES
    assert all(part.isascii() or "…" in part or "’" in part for part in found.outside)
    assert not _TURNING.search(text)
    return found


def test_html_holds_no_element_of_a_record(hostile: Path) -> None:
    text = (hostile / "report.html").read_text()
    found = _check(text)
    assert any("<script>" in part for part in found.inside)
    assert "default-src 'none'" in text
    assert text.index("Content-Security-Policy") < text.index("<title>")


@settings(max_examples=60)
@given(any_text, any_text)
def test_any_text_stays_text(one: str, other: str) -> None:
    table = Table(("A", "B"), (((Foreign(one),), (Foreign(other),)),))
    _check(report_html.block(table).encode("utf-8", "replace").decode())
    for block in (table, Paragraph((Foreign(one),)), Paragraph(("x ", Foreign(one)))):
        _check_markdown(report_markdown.block(block), rows=1 if block is table else 0)


def _check_markdown(text: str, rows: int) -> None:
    markdown = MarkdownIt("commonmark", {"linkify": True}).enable(
        ["table", "strikethrough", "linkify"]
    )
    tokens = [t for token in markdown.parse(text) for t in (token, *(token.children or ()))]
    kinds = {token.type for token in tokens}
    assert not kinds & {
        "link_open", "image", "html_inline", "html_block", "code_inline", "em_open", "strong_open",
        "s_open", "fence", "code_block", "bullet_list_open", "ordered_list_open", "heading_open",
        "hr", "blockquote_open", "hardbreak",
    }, text  # fmt: skip
    assert sum(token.type == "tr_open" for token in tokens) == (rows + 1 if rows else 0)
    assert sum(token.type == "td_open" for token in tokens) == 2 * rows


def test_markdown_makes_no_link_and_no_row_of_a_record(hostile: Path) -> None:
    text = (hostile / "report.md").read_text()
    markdown = MarkdownIt("commonmark", {"linkify": True}).enable(
        ["table", "strikethrough", "linkify"]
    )
    tokens = [t for token in markdown.parse(text) for t in (token, *(token.children or ()))]
    kinds = {token.type for token in tokens}
    assert not kinds & {
        "link_open", "image", "html_inline", "html_block", "code_inline", "em_open", "strong_open",
        "s_open", "hr", "blockquote_open", "ordered_list_open",
    }  # fmt: skip
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rendered = markdown.render(table)
        lines = table.count("\n") - 1
        heads = rendered.count("<th>")
        assert rendered.count("<tr>") == lines
        assert rendered.count("<td>") == (lines - 1) * heads
    headings = [t.tag for t in markdown.parse(text) if t.type == "heading_open"]
    assert headings.count("h1") == 1
    assert tuple(re.findall("^## (.*)$", text, re.MULTILINE)) == SECTIONS


def test_text_from_right_to_left_ends_with_its_cell(hostile: Path) -> None:
    text = (hostile / "report.md").read_text()
    for line in text.splitlines():
        for cell in line.split(" | "):
            assert cell.count("\u2068") == cell.count("\u2069")
            outside = re.sub("\u2068[^\u2068\u2069]*\u2069", "", cell)
            assert not re.search("[\u0590-\u08ff]", outside)
    assert "\u2068" in text
    assert not re.search("[\u202a-\u202e\u2066\u2067]", text)


# A browser


@contextmanager
def _outside() -> Iterator[tuple[int, list[bytes]]]:
    """A port to which all names lead, and what was asked there."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                client.settimeout(5)
                with client:
                    try:
                        asked.append(client.recv(1000))
                    except OSError:
                        asked.append(b"")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1], asked
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _opened(page: Path, profile: Path) -> tuple[str, list[bytes]]:
    """What a browser has made of a page, and what it wanted from elsewhere."""
    with _outside() as (port, asked):
        command = [
            str(_BROWSER), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-default-apps", f"--user-data-dir={profile}",
            f"--host-resolver-rules=MAP *.example 127.0.0.1:{port}, MAP * ~NOTFOUND",
            "--dump-dom", page.as_uri(),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, timeout=300, check=True)
    return done.stdout.decode(), asked


@pytest.mark.skipif(_BROWSER is None, reason="needs Chromium")
def test_nothing_runs_and_nothing_is_fetched_in_a_browser(hostile: Path, tmp_path: Path) -> None:
    """Without its policy: the escaping alone holds. Unescaped, both are seen to happen."""
    text = (hostile / "report.html").read_text()
    bare = re.sub(r"<meta http-equiv=[^>]*>", "", text)
    assert "Content-Security-Policy" not in bare
    page = tmp_path / "bare.html"
    page.write_text(bare)
    shown, asked = _opened(page, tmp_path / "profile")
    assert not asked
    assert "<title>Evidence: " in shown
    assert re.findall(r"<(script|img|iframe|svg|link|base|object)\b", shown) == []
    loose = tmp_path / "loose.html"
    loose.write_text(f"<title>x</title><p>{PAYLOADS[0]}{PAYLOADS[1]}")
    shown, asked = _opened(loose, tmp_path / "profile")
    assert "<title>ran</title>" in shown
    assert asked


# What it says


SAID = (
    "The change came at night.", "by this account", "This is where it began.", "R000005",
    "the plans", "Body of the first request", "Search 1: drained at 20", "250 records",
    "Search 2: stopped at 20", "at 200 of more", "nwx01.corp.local", "NTLM", "abababab",
    "1.5 seconds ahead", "netwrix-tui ", "Reviewer", "180 days",
    "sha256sum -c manifest-sha256.txt", "netwrix-tui verify", "They do not show who made it",
)  # fmt: skip
SECTIONS = (
    "Findings", "Timeline of the marked records", "Method", "Completeness", "Source and custody",
    "Limits", "How to verify",
)  # fmt: skip


def test_it_says_what_was_done(tmp_path: Path) -> None:
    folder = package(sample(tmp_path / "a.nwcase"), tmp_path / "p") / "data"
    html = (folder / "report.html").read_text()
    markdown = (folder / "report.md").read_text()
    for text in (re.sub("<[^>]*>", "", html), markdown.replace("\\", "")):
        assert [part for part in SAID if part not in text] == []
    assert tuple(re.findall("<h2>(.*)</h2>", html)) == SECTIONS
    assert tuple(re.findall("^## (.*)$", markdown, re.MULTILINE)) == SECTIONS


def test_times_are_in_the_stated_zone_and_utc_beside_it(tmp_path: Path) -> None:
    from zoneinfo import ZoneInfo

    zone = ShownZone("Europe/Berlin", ZoneInfo("Europe/Berlin"))
    case = sample(tmp_path / "a.nwcase")
    request = PackageRequest(case, tmp_path / "p", zone=zone, zone_words="Europe/Berlin")
    text = (make_package(request).path / "data" / "report.md").read_text()
    assert "Times are shown in Europe/Berlin." in text
    assert "| 2026-11-30 11:36:00 UTC+1 | 2026-11-30 10:36:00 UTC |" in text


def test_records_of_xml_and_damaged_ones_are_told(tmp_path: Path) -> None:
    case = small_case(tmp_path / "a.nwcase", hostile_records()[:5], wire=WireFormat.XML)
    folder = package(case, tmp_path / "p") / "data"
    assert (folder / "pages" / "000001.xml").is_file()
    assert "<title>Evidence: It began at night.</title>" in (folder / "report.html").read_text()


def test_a_finding_without_words_is_called_by_its_record(tmp_path: Path) -> None:
    folder = package(sample(tmp_path / "a.nwcase"), tmp_path / "p") / "data"
    assert "<h3>3. <bdi>Added File · \\\\fs1" in (folder / "report.html").read_text()


def test_a_long_value_is_cut_and_says_so(tmp_path: Path) -> None:
    long = "x" * 100_000
    of = [
        ActivityRecord(
            str(n), long, long, long, "", long, details=(Detail(long, long, long, long),)
        )
        for n in range(4)
    ]
    case = small_case(tmp_path / "a.nwcase", of, texts=(long,))
    text = (package(case, tmp_path / "p") / "data" / "report.html").read_text()
    assert "… (100,000 characters)" in text
    assert len(text) < 100_000


def test_the_timeline_has_what_was_changed_on_one_line(tmp_path: Path) -> None:
    folder = package(sample(tmp_path / "a.nwcase"), tmp_path / "p", "marked") / "data"
    rows = [line for line in (folder / "report.md").read_text().splitlines() if line[:1] == "|"]
    (at,) = {row.split(" | ").index("Changes") for row in rows if "Workstation" in row}
    assert [row.split(" | ")[at] for row in rows if "R000005" in row] == [r"Size\: 5 → 6"]
