"""Every sentence of `doctor` and of the connect screen for what goes wrong until the sign-in.

What is wrong with the settings is told before anything is sent, by every command alike.

They stand in ``sign_in_sentences.txt``, as they are read: what happened, the cause, the next step.
Both show the same findings: the connect screen is looked at for some of them.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.client.trust import PinnedCertificate
from netwrix_tui.config.profile import Profile
from netwrix_tui.doctor.check_result import CheckResult, Verdict
from netwrix_tui.doctor.examination import examined
from tests.client.acceptor import PASSWORD, USER
from tests.client.certificates import self_signed
from tests.doctor.setting_faults import SETTINGS, told_before
from tests.doctor.sign_in_faults import EXPIRED, FAULTS, Machine
from tests.tui.connect.connect_driving import ConnectDriver, drive_connecting

LISTED = Path(__file__).with_name("sign_in_sentences.txt")


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """This machine, with the account that the test servers know, and no Kerberos realm."""
    accounts = tmp_path / "accounts"
    domain, _, name = USER.partition("\\")
    accounts.write_text(f"{domain}:{name}:{PASSWORD}\n")
    monkeypatch.setenv("NTLM_USER_FILE", str(accounts))
    monkeypatch.setenv("LM_COMPAT_LEVEL", "5")
    monkeypatch.setenv("KRB5_CONFIG", "/dev/null")
    return Machine(monkeypatch, tmp_path, self_signed(tmp_path, "server"))


def _listed() -> dict[str, str]:
    parts = re.split(r"^## (.*)\n", LISTED.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True))


async def _failed(name: str, machine: Machine) -> tuple[CheckResult, Connection]:
    async with FAULTS[name](machine) as connection:
        bare = replace(connection, password=Secret(""))
        findings = [finding async for finding in examined(bare, lambda: connection)]
        return next(f for f in findings if f.verdict is Verdict.FAILED), connection


def sentences(name: str, machine: Machine) -> str:
    """What is said of a fault, without what differs from run to run."""
    if name in SETTINGS:
        return told_before(name, machine)
    finding, connection = asyncio.run(_failed(name, machine))
    text = "\n".join(
        [f"{finding.check}: {finding.says}", f"  cause: {finding.cause}",
         f"  next: {finding.next_step}"]
    )  # fmt: skip
    text = text.replace(connection.server, "{server}")
    text = re.sub(r"\b[0-9A-F]{64}\b", "{sha256}", re.sub(r"\b[0-9A-F]{40}\b", "{sha1}", text))
    return text.replace(f"{EXPIRED.astimezone():%Y-%m-%d %H:%M}", "{then}")


@pytest.mark.parametrize("name", [*FAULTS, *SETTINGS])
def test_each_fault_is_told_as_it_is_listed(name: str, machine: Machine) -> None:
    said = sentences(name, machine)
    assert said == _listed()[name]
    what, cause, next_step = said.splitlines()
    assert len(what) > 10
    assert len(cause.partition("cause: ")[2]) > 10
    assert len(next_step.partition("next: ")[2]) > 10


def test_nothing_is_listed_that_is_not_looked_at() -> None:
    assert list(_listed()) == [*FAULTS, *SETTINGS]


CLOCKS = [name for name in FAULTS if "clock" in name or name.startswith("Kerberos")]


@pytest.mark.parametrize("name", CLOCKS)
def test_a_clock_or_a_ticket_is_never_a_wrong_password(name: str) -> None:
    said = _listed()[name]
    assert "password is wrong" not in said.replace("no password is wrong", "")
    assert "cannot be understood" not in said
    assert "proxy" not in said


@pytest.mark.parametrize(
    "name",
    [
        "TLS: the port resets", "NTLM: FIPS", "Kerberos only, by IP",
        "HTTP.sys: the token is too long", "HTTP: SMTP answers", "port: nobody listens",
    ],
)  # fmt: skip
def test_the_connect_screen_says_the_same(name: str, machine: Machine, tmp_path: Path) -> None:
    async def story(driver: ConnectDriver) -> None:
        async with FAULTS[name](machine) as connection:
            trust = connection.trust
            pinned = str(trust.thumbprint) if isinstance(trust, PinnedCertificate) else ""
            await driver.type(
                server=connection.url, user=USER, password=PASSWORD, thumbprint=pinned
            )
            await driver.press("f5")
            parts = _listed()[name].replace("{server}", connection.server).splitlines()
            says = parts[0].partition(": ")[2]
            cause, step = (part.partition(": ")[2] for part in parts[1:])
            await driver.until_says("failed", says, cause, step)

    # So wide that no quotation is broken: a row that goes on with one repeats its mark.
    drive_connecting(tmp_path / "profiles.toml", story, Profile(), size=(220, 50))


@pytest.mark.parametrize(
    ("name", "typed", "step"),
    [
        ("address: a path of its own", {"server": "https://nwx01/api/x"}, "Type its name"),
        ("thumbprint: NOCHECK", {"server": "nwx01", "thumbprint": "NOCHECK"}, "leave it empty"),
    ],
)
def test_the_connect_screen_says_so_before_anything_is_sent(
    name: str, typed: dict[str, str], step: str, tmp_path: Path
) -> None:
    async def story(driver: ConnectDriver) -> None:
        await driver.type(user=USER, password=PASSWORD, **typed)
        await driver.press("f5")
        says, cause, _ = (part.partition(": ")[2] for part in _listed()[name].splitlines())
        # Behind the name of the field, and with what to type there.
        await driver.until_says(says[1:].removesuffix("."), cause.removesuffix("."), step)

    drive_connecting(tmp_path / "profiles.toml", story, Profile(), size=(220, 50))
