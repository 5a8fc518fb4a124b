"""Certificates that lie: whatever they say, the question's own rows stand first, and are ours."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from netwrix_tui.client.certificate_facts import facts_of
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.config.profile import Profile
from netwrix_tui.tui.connect.certificate_rows import claim_rows, thumbprint_rows
from tests.client.acceptor import PASSWORD, USER, Acceptor
from tests.client.certificates import TestCertificate
from tests.client.hostile_certificates import EDI, FORGED, TORN, X400, der, dns, hostile, padded
from tests.tui.connect.connect_driving import ConnectDriver, drive_connecting

Made = Callable[[Path], TestCertificate]

SHOWN: dict[str, Made] = {
    "blanks": lambda at: hostile(at, dns(padded(" ")), subject=padded(" ")),
    "narrow": lambda at: hostile(at, dns(padded(" ", 64)), subject=padded(" ", 63)),
    "newlines": lambda at: hostile(at, dns(padded("\n")), subject=padded("\n")),
    "no-break": lambda at: hostile(at, dns(padded("\u00a0")), subject=padded("\u00a0")),
    "wide": lambda at: hostile(at, dns(padded("\u3000")), subject=padded("\u3000")),
    "backwards": lambda at: hostile(at, dns("\u202e" + FORGED), subject="\u202e" + FORGED),
    "10 KB": lambda at: hostile(at, dns(FORGED * 200)),
    "1,000 names": lambda at: hostile(at, *[dns(f"{FORGED} {n}") for n in range(1_000)]),
    "x400": lambda at: hostile(at, X400, dns("nwx01")),
    "edi": lambda at: hostile(at, EDI, dns("nwx01")),
    "doubled": lambda at: hostile(at, dns("nwx01"), twice=b"x"),
    "unreadable": lambda at: hostile(at, dns("nwx01"), breaks_subject=True),
    "no names": lambda at: hostile(at),
    "bytes": lambda at: hostile(at, der(0x82, b"\xff\x00\xfe\x1b[2J"), der(0x87, b"123")),
}
REFUSED: dict[str, Made] = {
    "torn": lambda at: hostile(at, dns("nwx01"), TORN),
    "two lists": lambda at: hostile(at, dns("nwx01"), second=dns("nwx02")),
}
"""OpenSSL does not serve these."""

LABELS = ("SHA-1", "SHA-256", "subject", "issued by", "names", "valid")
NAMED = {
    "x400": "besides an X.400 address",
    "edi": "besides an EDI party name",
    "doubled": "besides an extension that stands twice",
    "unreadable": "subject cannot be read",
    "bytes": "“‹U+DCFF›␀‹U+DCFE›␛[2J”",
    "torn": "besides a part that cannot be read",
    "two lists": "besides a second list of names",
    "no names": "names none",
}


def check_rows(rows: list[str], certificate: TestCertificate, name: str, changed: bool) -> None:
    """The rows of a question: each of ours once, the computed ones first, foreign ones quoted."""
    rows = [row.strip() for row in rows]
    begins = [[n for n, row in enumerate(rows) if row.startswith(f"{label} ")] for label in LABELS]
    sha1, sha256, *claims = begins
    assert len(sha1) == 1, rows
    assert len(sha256) == 1, rows
    assert all(len(found) == 1 for found in claims), rows
    assert max(sha1[0], sha256[0]) < min(found[0] for found in claims)
    shown = rows[sha1[-1]].removeprefix("SHA-1").replace(" ", "")
    assert shown == str(Thumbprint.sha1(certificate.der))
    for row in rows:
        assert not re.search("FAKE|then it is your server", row.split("“")[0]), row
        assert row.count("“") == row.count("”")
    assert NAMED.get(name, "") in " ".join(" ".join(rows).split())


def question_rows(driver: ConnectDriver) -> list[str]:
    """The rows of the question that lies over the connect screen; none before it is composed."""
    dialogs = driver.app.screen.query(".dialog")
    if not dialogs:
        return []
    area = dialogs.first().region
    lines = driver.screen_text().splitlines()[area.y : area.bottom]
    return [line[area.x : area.right] for line in lines]


SOME = ("blanks", "no-break", "1,000 names", "x400")
MOST = ("blanks", "newlines", "wide", "backwards", "10 KB", "x400", "edi", "doubled", "unreadable")


@pytest.mark.parametrize(
    ("size", "changed", "names"),
    [((80, 24), False, MOST), ((80, 24), True, SOME), ((120, 40), False, SOME)],
)
def test_no_certificate_makes_a_row_of_the_question(
    tmp_path: Path, size: tuple[int, int], changed: bool, names: tuple[str, ...]
) -> None:
    async def story(driver: ConnectDriver) -> None:
        for name in names:
            certificate = SHOWN[name](tmp_path)
            async with Acceptor(certificate.server_context()) as server:
                screen = driver.app.screen
                if changed:
                    screen.connecting.known = Profile(  # type: ignore[attr-defined]
                        "corp", server=server.url, user=USER, thumbprint="A" * 64
                    )
                pinned = "A" * 64 if changed else ""
                await driver.type(server=server.url, user=USER, thumbprint=pinned)
                await driver.press("f5")
                await driver.until(lambda: driver.asks_about_certificate, f"{name}: the question")
                await driver.until(lambda: any(question_rows(driver)), f"{name}: its rows")
                rows = question_rows(driver)
                check_rows(rows, certificate, name, changed)
                if size[1] == 24 and name == "x400":  # which has a row more
                    dialog = driver.app.screen.query_one(".dialog")
                    await driver.press(*"000000", "enter")
                    await driver.until_says("These are not its last digits")
                    await driver.until(lambda d=dialog: d.max_scroll_y == 0, "all on one screen")
                await driver.press("escape")
                await driver.until_says("Nothing was pinned")
                assert server.application_bytes == 0

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # one that is told would be written over the screen
        drive_connecting(tmp_path / "config.toml", story, size=size)


@pytest.mark.parametrize("name", [*SHOWN, *REFUSED])
@pytest.mark.parametrize("width", [40, 60, 74, 76, 200])
def test_each_fact_takes_one_row_at_any_width(tmp_path: Path, name: str, width: int) -> None:
    certificate = (SHOWN | REFUSED)[name](tmp_path)
    facts = facts_of(certificate.der)
    assert facts.sha256 == Thumbprint.sha256(certificate.der)
    rows = [*thumbprint_rows(facts, width), *claim_rows(facts, width)]
    if width >= 60:
        check_rows(rows, certificate, name, changed=False)
    for label in LABELS[2:]:
        assert sum(row.startswith(f"{label} ") for row in rows) == 1
    assert not any(re.match("[^“]*(FAKE|then it is)", row) for row in rows)


def test_what_is_no_certificate_has_thumbprints_and_nothing_else() -> None:
    for content in (b"", b"\x30", b"\x30\x80", b"\x1f\x01", b"0" * 1_000, bytes(range(256))):
        facts = facts_of(content)
        assert facts.sha1 == Thumbprint.sha1(content)
        assert (facts.subject, facts.issuer, facts.begins, facts.ends) == ("", "", None, None)
        assert facts.names.texts == ()


def test_the_last_digits_pin_a_new_certificate_that_lies(tmp_path: Path) -> None:
    certificate = SHOWN["blanks"](tmp_path)

    async def story(driver: ConnectDriver) -> None:
        async with Acceptor(certificate.server_context()) as server:
            server.offers = ["Digest"]
            await driver.type(server=server.url, user=USER, password=PASSWORD)
            await driver.press("f5")
            await driver.until(lambda: driver.asks_about_certificate, "the question")
            await driver.press(*"ADDEAD", "enter")
            await driver.until_says("These are not its last digits")
            assert server.application_bytes == 0
            await driver.press("ctrl+u", *str(Thumbprint.sha1(certificate.der))[-6:], "enter")
            await driver.until_says("The connection works")

    drive_connecting(tmp_path / "config.toml", story)
