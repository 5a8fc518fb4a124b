"""Cases and packages to test with, small ones; and what is put into them that bites."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Finding, Outcome, SourceFacts
from netwrix_tui.evidence.choice import Choice
from netwrix_tui.evidence.make import make_package
from netwrix_tui.evidence.request import PackageRequest
from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.wire.wire_format import WireFormat
from tests.case.sample import BEGAN, answers, begun, records

PAYLOADS = (
    "<script>document.title='ran'</script>",
    "<img src=http://evil.example/a onerror=\"document.title='ran'\">",
    '"><svg onload="document.title=\'ran\'">',
    "</style></title></td></table><iframe src=http://evil.example/b></iframe>",
    "' onmouseover='document.title=1' x='",
    "<link rel=stylesheet href=http://evil.example/c><base href=http://evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/d'>",
    "{{7*7}} ${7*7} <!-- --> ]]> &lt;b&gt; &amp;",
    "[click](http://evil.example) ![x](http://evil.example/e.png)",
    "http://evil.example/f www.evil.example jane@evil.example mailto:x@evil.example",
    "<http://evil.example/g> [a]: http://evil.example 'x'",
    "| a | b |\n| --- | --- |\n| c \\| d",
    "a\\| b \\\\| c |",
    "``` `code` ~~~ **bold** _em_ ~~s~~ # h\n# heading\n---\n===\n> quote\n- item\n1. one",
    "trailing backslash \\",
    "\u202egnp.exe \u2067right\u2069 \u202b",
    "\u05d0\u05d1\u05d2 \u0627\u0628\u062c 123",
    "\x1b[31mred\x1b[0m \x00 \x9b2J",
    "=cmd|' /C calc'!A0",
    ":smile: @everyone #1 $x$ ^a^",
)
"""What a careless report would run, fetch, link, or lay out wrongly."""


def hostile_records() -> list[ActivityRecord]:
    """A record for each payload, which stands in every field of it."""
    return [
        ActivityRecord(
            rid=f"H{number:03}",
            who=f"CORP\\{text}",
            action=text,
            what=text,
            when="2026-11-30T10:00:00Z" if number % 2 else text,
            where=text,
            object_type=text,
            monitoring_plan=text,
            data_source=text,
            item=text,
            workstation=text,
            details=(Detail(text, text, text, text), Detail(None, text)),
        )
        for number, text in enumerate(PAYLOADS)
    ]


def small_case(
    path: Path,
    of: Sequence[ActivityRecord] | None = None,
    *,
    wire: WireFormat = WireFormat.JSON,
    texts: Sequence[str] = ("It began at night.",),
) -> Path:
    """A case with one drained search; its first two records are marked, noted and found."""
    of = records(30) if of is None else of
    case = CaseWriter.create(path)
    source = case.add_source(SourceFacts("nwx01.corp.local", "CORP\\jane", "NTLM", "ab" * 32))
    search = begun(case, source, "who:user", wire=wire)
    for page in answers(of, wire, page=10):
        with case.transaction():
            case.keep_answer(search, page.answers[0])
            if len(page):
                case.keep_batch(search, page, page.mark, by_following=False)
    case.end_search(search, Outcome.DRAINED, records=len(of), arrival_order="newest first")
    case.set_trail([(search, texts[0])], 0)
    case.set_marks(search, [(n, each.rid) for n, each in enumerate(of[:-1])][:25], source)
    case.write_note(source, of[0].rid, " ".join(texts))
    case.set_findings(
        [
            *(Finding(text, BEGAN, "jane") for text in texts),
            *(Finding(text, BEGAN, "jane", source, of[0].rid) for text in texts[:1]),
            Finding("", BEGAN, "jane", source, of[1].rid),
        ]
    )
    case.set_title(texts[0])
    case.close()
    return path


def package(case: Path, target: Path, only: str = "all", *, pseudonyms: bool = False) -> Path:
    """A package of a case, its times in UTC."""
    request = PackageRequest(
        case, target, Choice.of(only), has_pseudonyms=pseudonyms, zone=UTC_ZONE, zone_words="UTC"
    )
    return make_package(request).path


def files_of(folder: Path) -> dict[str, bytes]:
    """All files of a folder, by their names."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def unpacked(archive: Path, into: Path) -> Path:
    """The folder that a zip holds."""
    shutil.unpack_archive(archive, into)
    (folder,) = into.iterdir()
    return folder
