"""A test of the connect screen that is begun again while the one before is under way."""

from __future__ import annotations

import asyncio
import ssl
import sys
from pathlib import Path

import pytest

from netwrix_tui.client import verdict
from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.config.profile import Profile
from tests.client.acceptor import PASSWORD, USER, Acceptor, Answer, Seen
from tests.client.certificates import self_signed
from tests.tui.connect.connect_driving import ConnectDriver, drive_connecting


class _Pondering(Acceptor):
    """A server that takes its time over a proof."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context)
        self.knows = asyncio.Event()

    async def answer(self, peer: object, request: Seen) -> Answer:
        if request.is_proof:
            await self.knows.wait()
        return await super().answer(peer, request)  # type: ignore[arg-type]


def test_a_test_begun_again_in_mid_sign_in_does_not_send_the_password_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict, "GRACE_SECONDS", 60)  # however slow this machine is just now
    certificate = self_signed(tmp_path, "server")

    async def story(driver: ConnectDriver) -> None:
        async with _Pondering(certificate.server_context()) as server:
            server.offers = ["Digest"]
            await driver.type(
                server=server.url, user=USER, password="wrong-and-secret",
                thumbprint=str(Thumbprint.sha256(certificate.der)),
            )  # fmt: skip
            for _ in range(3):
                await driver.press("f5")
                await driver.until(lambda: any(s.is_proof for s in server.seen))
            server.knows.set()
            await driver.until_says("failed sign-in", "password is wrong")
            await driver.until(lambda: driver.focused == "password")
            assert server.bad_logons == 1
            # Typed anew it goes: the account may have been unlocked.
            await driver.press(*"wrong-and-secret", "enter")
            await driver.until(lambda: server.bad_logons == 2)
            await driver.until(lambda: driver.field("password").value == "")
            assert len([s for s in server.seen if s.is_proof]) == 2

    drive_connecting(tmp_path / "config.toml", story)


def test_a_vault_that_was_corrected_is_asked_again(
    tmp_path: Path,
) -> None:
    certificate = self_signed(tmp_path, "server")
    vault = tmp_path / "vault"
    vault.write_text("wrong-and-secret\r\n")
    read = f"import sys; sys.stdout.write(open({str(vault)!r}, newline='').read())"

    async def story(driver: ConnectDriver) -> None:
        async with Acceptor(certificate.server_context()) as server:
            server.offers = ["Digest"]
            await driver.type(
                server=server.url, user=USER, thumbprint=str(Thumbprint.sha256(certificate.der))
            )
            await driver.press("f5")
            await driver.until_says("failed sign-in", "password is wrong")
            for _ in range(2):
                await driver.press("f5")
                await driver.until_says("password_command still gives the password", "press F5")
            assert server.bad_logons == 1
            vault.write_text(f"{PASSWORD}\r\n")
            await driver.press("f5")
            await driver.until_says("The connection works")
            assert server.bad_logons == 1

    known = Profile(password_command=(sys.executable, "-c", read))
    drive_connecting(tmp_path / "profiles.toml", story, known)
