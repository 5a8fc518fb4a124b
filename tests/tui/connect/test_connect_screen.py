"""The connect screen: a first start by keyboard alone at 80x24, and whatever goes wrong there."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.widgets import Button

from netwrix_tui.client.connection import Secret
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.config.secret import kept_secret
from netwrix_tui.tui.explorer.explorer_screen import Explorer
from netwrix_tui.tui.text.word_choice import WordChoice
from tests.client.acceptor import PASSWORD, USER, Acceptor
from tests.client.certificates import TestCertificate, self_signed
from tests.demo_process import Demo, DemoServers
from tests.posix import is_private
from tests.tui.connect.connect_driving import ConnectDriver, drive_connecting
from tests.tui.terminal.terminal_session import TerminalSession


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> TestCertificate:
    return self_signed(tmp_path_factory.mktemp("tls"), "server")


@pytest.fixture
def tls(certificate: TestCertificate) -> ssl.SSLContext:
    return certificate.server_context()


def bare(demo: Demo) -> str:
    return demo.url.partition("/netwrix")[0]


def test_a_first_start_leads_to_the_records_by_keyboard_alone(demo: Demo, file: Path) -> None:
    account = demo.reviewer

    async def story(driver: ConnectDriver) -> None:
        assert driver.focused == "server"
        await driver.press(*bare(demo), "down")
        await driver.press(*account.user, "tab", "tab")
        await driver.press(*account.password)
        before = len(demo.requests())
        await driver.press("f5")
        await driver.until(lambda: driver.asks_about_certificate, "the certificate")
        await driver.until_says("PowerShell")  # it is drawn
        text = " ".join(driver.screen_text().split())
        for part in (
            "itself (self-signed)",
            "“localhost”, “",
            "127.0.0.1”",
            " to 20",
            "PowerShell",
        ):
            assert part in text
        bare_text = text.replace(" ", "")
        assert str(demo.sha1) in bare_text
        assert str(demo.sha256)[:32] in bare_text
        assert str(demo.sha256)[32:] in bare_text

        # Enter alone pins nothing, nor do other digits, and nothing was sent so far.
        await driver.press("enter", *"zz", "enter")
        await driver.until_says("These are not its last digits")
        assert driver.asks_about_certificate
        await driver.press("escape")
        await driver.until_says("Nothing was pinned. F5 shows the certificate again.")
        assert "--thumbprint" not in driver.screen_text()
        assert driver.field("thumbprint").value == ""
        assert len(demo.requests()) == before

        await driver.press("f5")
        await driver.until(lambda: driver.asks_about_certificate, "the certificate")
        await driver.press(*str(demo.sha1)[-6:].lower(), "enter")
        await driver.until_says("The connection works", "round trip")
        assert driver.field("thumbprint").value == demo.sha256
        assert driver.focused == "name"
        await driver.press(*"nwx", "enter")
        await driver.until(lambda: driver.stands, "the explorer")
        await driver.until_loaded()
        assert account.user in driver.screen_text()

    drive_connecting(file, story)
    kept = ProfileFile(file).read()
    assert kept.default == "nwx"
    assert kept.by_name["nwx"].user == account.user
    assert kept.by_name["nwx"].thumbprint == demo.sha256
    assert kept.by_name["nwx"].pinned is not None
    assert account.password not in file.read_text()
    assert is_private(file)


def test_without_a_name_nothing_is_saved(demo: Demo, file: Path) -> None:
    async def story(driver: ConnectDriver) -> None:
        account = demo.reviewer
        await driver.type(
            server=bare(demo), user=account.user, password=account.password,
            thumbprint=str(demo.sha1),
        )  # fmt: skip
        await driver.press("f5")
        await driver.until_says("The connection works")
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.stands, "the explorer")

    drive_connecting(file, story)
    assert not file.exists()


def test_the_keyring_is_offered_where_there_is_one(
    demo: Demo, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = pytest.importorskip("keyring")
    kept: dict[tuple[str, str], str] = {}

    def keep(service: str, name: str, password: str) -> None:
        kept[service, name] = password

    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(priority=1))
    monkeypatch.setattr(keyring, "set_password", keep)
    monkeypatch.setattr(keyring, "get_password", lambda *key: kept.get(key))
    account = demo.reviewer

    async def story(driver: ConnectDriver) -> None:
        choice = driver.app.screen.query_one("#keyring", WordChoice)
        await driver.until(lambda: choice.region.height == 1, "the choice")
        choice.chosen = 1
        await driver.type(
            server=bare(demo), user=account.user, password=account.password,
            thumbprint=str(demo.sha1), name="nwx",
        )  # fmt: skip
        await driver.press("f5")
        await driver.until_says("The connection works")
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.stands, "the explorer")

    drive_connecting(file, story)
    assert list(kept.values()) == [account.password]
    profile = ProfileFile(file).profile("nwx")
    assert kept_secret(profile) == Secret(account.password)
    assert account.password not in file.read_text()


def test_save_and_explore_goes_on_by_itself_after_all_that_its_test_asks(
    demo: Demo, file: Path
) -> None:
    account = demo.reviewer

    async def story(driver: ConnectDriver) -> None:
        await driver.type(server=bare(demo), user=account.user, password="wrong", name="nwx")
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.asks_about_certificate, "the certificate")
        await driver.press(*str(demo.sha1)[-6:], "enter")
        await driver.until(lambda: driver.focused == "password", "the password")
        await driver.press_at_once(*account.password, "enter")
        await driver.until(lambda: driver.stands, "the explorer")

    drive_connecting(file, story)
    assert ProfileFile(file).profile("nwx").thumbprint == demo.sha256


def test_another_profile_is_not_overwritten_by_one_key(demo: Demo, file: Path) -> None:
    ProfileFile(file).save(Profile("nwx", server="another", user="someone"))

    async def story(driver: ConnectDriver) -> None:
        account = demo.reviewer
        await driver.type(
            server=bare(demo), user=account.user, password=account.password,
            thumbprint=str(demo.sha1), name="nwx",
        )  # fmt: skip
        await driver.press("f5")
        await driver.until_says("The connection works")
        await driver.press("ctrl+s")
        await driver.until_says("There is a profile nwx already")
        assert ProfileFile(file).profile("nwx").user == "someone"
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.stands, "the explorer")

    drive_connecting(file, story)
    assert ProfileFile(file).profile("nwx").user == demo.reviewer.user


def test_a_refused_password_is_sent_once_however_often_it_is_tested(
    tls: ssl.SSLContext, certificate: TestCertificate, file: Path
) -> None:
    async def story(driver: ConnectDriver) -> None:
        async with Acceptor(tls) as server:
            server.offers = ["Digest"]
            await driver.type(
                server=server.url, user=USER, password="wrong-and-secret",
                thumbprint=str(Thumbprint.sha256(certificate.der)),
            )  # fmt: skip
            await driver.press("f5")
            await driver.until_says("failed sign-in", "password is wrong", "no role")
            await driver.until(lambda: driver.focused == "password")
            assert driver.field("password").value == ""
            assert server.bad_logons == 1
            for _ in range(2):
                await driver.press("f5")
                await driver.until_says("failed account", "not sent again", "Type the right one")
            assert server.bad_logons == 1
            assert "wrong-and-secret" not in driver.screen_text()

            await driver.press(*PASSWORD, "enter")
            await driver.until_says("The connection works")
            assert server.bad_logons == 1

    drive_connecting(file, story)


def test_what_was_typed_before_is_not_sent_to_another_server(
    tls: ssl.SSLContext, certificate: TestCertificate, file: Path
) -> None:
    """Neither the known password nor the known thumbprint goes along."""
    known = Profile("corp", server="nwx01", user=USER, thumbprint="A" * 40, pinned="2026-03-03")

    async def story(driver: ConnectDriver) -> None:
        async with Acceptor(tls) as server:
            server.offers = ["Digest"]
            assert driver.field("thumbprint").value == "A" * 40
            await driver.type(server=server.url)
            assert driver.field("thumbprint").value == ""
            await driver.press("f5")
            await driver.until(lambda: driver.asks_about_certificate, "the certificate")
            await driver.press(*str(Thumbprint.sha1(certificate.der))[-6:], "enter")
            await driver.until_says("No password is typed")
            assert not any(s.authorization for s in server.seen)

    drive_connecting(file, story, known, password="known-and-secret")


def test_a_changed_certificate_is_compared_and_takes_a_deliberate_act(
    tls: ssl.SSLContext, certificate: TestCertificate, file: Path
) -> None:
    new = Thumbprint.sha1(certificate.der)

    async def story(driver: ConnectDriver) -> None:
        async with Acceptor(tls) as server:
            server.offers = ["Digest"]
            await driver.type(server=server.url)
            screen = driver.app.screen
            screen.connecting.known = Profile(  # type: ignore[attr-defined]
                "corp", server=server.url, user=USER, thumbprint="A" * 40, pinned="2026-03-03"
            )
            await driver.type(user=USER, thumbprint="A" * 40, password=PASSWORD)
            await driver.press("f5")
            await driver.until(lambda: driver.asks_about_certificate, "the comparison")
            await driver.until_says("is not the pinned one", "pinned on 2026-03-03")
            text = "".join(driver.screen_text().split())
            assert f"knownnow{'A' * 20}{str(new)[:20]}{'A' * 20}{str(new)[20:]}" in text
            for keys in (["enter"], [*"000000", "enter"]):
                await driver.press(*keys)
                assert driver.asks_about_certificate
            assert server.application_bytes == 0
            driver.app.screen.query_one("VisibleInput").value = ""  # type: ignore[attr-defined]
            await driver.press(*str(new)[-6:].lower(), "enter")
            await driver.until_says("The connection works")
            assert server.application_bytes > 0

    drive_connecting(file, story)


def test_each_step_is_named_while_it_is_under_way_and_can_be_given_up(file: Path) -> None:
    async def story(driver: ConnectDriver) -> None:
        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            await driver.type(server=f"https://127.0.0.1:{port}", user="jane", password="x")
            await driver.press("f5")
            await driver.until_says("ok port", "TLS under way, esc cancels")
            await driver.press("escape")
            await driver.until_says("The test was cancelled")
            assert driver.app.is_running
            await driver.press("escape")
            await driver.until_says("^q leaves the program")
            assert driver.field("user").value == "jane"
            await driver.press("ctrl+q")
            await driver.until(lambda: not driver.app.is_running, "the end")

    drive_connecting(file, story)


@pytest.mark.parametrize(
    ("server", "says"),
    [
        ("nwx01.invalid", ["failed name", "is not known here", "Check the name"]),
        ("{closed}", ["failed port", "refuses the connection", "Settings > Integrations"]),
        ("https://{plain}", ["failed TLS", "switched to plain HTTP", "http://"]),
        ("nwx01:99999", ["Server: this is not the address", "as nwx01:9700"]),
        ("", ["Server is empty"]),
    ],
)
def test_every_failure_names_its_step_the_cause_and_what_to_do(
    demo_servers: DemoServers, file: Path, server: str, says: list[str]
) -> None:
    plain = bare(demo_servers.shared(records=2_000, http=True)).removeprefix("http://")

    async def story(driver: ConnectDriver) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            closed = f"127.0.0.1:{taken.getsockname()[1]}"
            typed = server.format(closed=closed, plain=plain)
            await driver.type(server=typed, user="jane", password="never-sent")
            await driver.press("f5")
            await driver.until_says(*says)
            assert "never-sent" not in driver.screen_text()

    drive_connecting(file, story)


def test_basic_in_the_clear_names_the_way_to_allow_it(
    demo_servers: DemoServers, file: Path
) -> None:
    plain = bare(demo_servers.shared(records=2_000, http=True))

    async def story(driver: ConnectDriver) -> None:
        await driver.type(server=plain, user="jane", password="never-sent")
        await driver.press("f5")
        await driver.until_says(
            "Basic would send the password in the clear", "--allow-plain-http", "allow_plain_http"
        )

    drive_connecting(file, story, Profile(auth="basic"))


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (160, 50)])
def test_all_of_it_is_on_the_screen(file: Path, size: tuple[int, int]) -> None:
    async def story(driver: ConnectDriver) -> None:
        screen = driver.app.screen
        shown = [w for w in screen.query("Input, WordChoice, Button") if w.id != "keyring"]
        assert len(shown) == 9
        for widget in shown:
            assert screen.region.contains_region(widget.region), widget.id
            assert widget.region.height >= 1
        assert screen.query_one("#outcome").region.height >= 5

    drive_connecting(file, story, size=size)


@pytest.mark.skipif(sys.platform != "linux", reason="opens a terminal")
def test_netwrix_tui_alone_opens_it_in_a_terminal(tmp_path: Path) -> None:
    environment = os.environ | {"NETWRIX_TUI_CONFIG": str(tmp_path / "none"), "TERM": "xterm"}
    command = [sys.executable, "-m", "netwrix_tui"]
    with TerminalSession(command, environment=environment, size=(80, 24)) as terminal:
        terminal.until("Connect to a Netwrix Auditor server")
        terminal.send(b"\x11")
        assert terminal.exit_status() == 0


def test_what_was_proven_counts_only_for_what_was_typed_then(demo: Demo, file: Path) -> None:
    async def story(driver: ConnectDriver) -> None:
        account = demo.reviewer
        await driver.type(
            server=bare(demo), user=account.user, password=account.password,
            thumbprint=str(demo.sha1),
        )  # fmt: skip
        await driver.press("f5")
        await driver.until_says("The connection works")
        await driver.type(user="CORP\\someone.else")
        screen = driver.app.screen
        button = screen.query_one("#go-on", Button)
        assert button.disabled
        assert str(button.label) == "Explore"  # without a name nothing is saved
        await driver.type(name="corp")
        await driver.until(lambda: str(button.label) == "Save and explore")
        assert screen.connecting.connection is None  # type: ignore[attr-defined]
        assert not any(isinstance(s, Explorer) for s in driver.app.screen_stack)

    drive_connecting(file, story)
