"""What Windows writes is read, with CRLF and byte order marks; its code pages are no error."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest

from tests.demo_process import Demo
from tests.headless.commands import run

_PAGES = ("cp437", "cp850", "cp1252", "utf-8")
_RECORD = {
    "Who": "CORP\\zoë", "What": "Ordner → ü", "Action": "Added", "ObjectType": "File",
    "When": "2026-11-01T10:00:00Z", "Where": "fs01", "MonitoringPlan": {"Name": "p"},
}  # fmt: skip


def as_windows_writes(text: str, encoding: str) -> bytes:
    """Lines with CRLF; a byte order mark where the encoding's name says so."""
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    return mark + text.replace("\n", "\r\n").encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le"])
def test_records_to_be_written_may_come_from_notepad_or_powershell(
    demo: Demo, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "new records ä.json"
    file.write_bytes(as_windows_writes(json.dumps([_RECORD], indent=1) + "\n", encoding))
    done = run(demo, "write", "--dry-run", str(file), role="Contributor")
    assert done.status == 0
    assert "1 record (" in done.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_settings_and_bodies_may_have_them_too(demo: Demo, tmp_path: Path, encoding: str) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_bytes(
        as_windows_writes(f'[profiles.corp]\nserver = "{demo.url}"\nauth = "ntlm"\n', encoding)
    )
    body = as_windows_writes('{"FilterList":\n {"Who": {"Contains": "a"}}}\n', encoding)
    done = run(
        demo, "--profile", "corp", "search", "--body", "-", "--limit", "3",
        stdin=body, NETWRIX_TUI_CONFIG=str(settings),
    )  # fmt: skip
    assert (done.status, len(done.records)) == (0, 3), done.err


@pytest.mark.parametrize("encoding", _PAGES)
@pytest.mark.parametrize(
    "words",
    [
        ("enum", "--limit", "100", "--output", "table"),
        ("summary", "--by", "Who", "--limit", "100"),
        ("doctor",),
        ("search", "nonsense:→字"),
    ],
)
def test_no_code_page_ends_in_an_error(
    hostile_demo: Demo, words: tuple[str, ...], encoding: str
) -> None:
    done = run(hostile_demo, *words, PYTHONIOENCODING=encoding)
    assert done.status in (0, 2)
    assert "Unicode" not in done.err
    assert "Traceback" not in done.err
    done.out.decode(encoding if words[0] == "doctor" else "utf-8")
