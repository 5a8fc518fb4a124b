"""Certificates, mutated: whatever they hold, facts and sentences are made of them."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from netwrix_tui.client.certificate_facts import facts_of
from netwrix_tui.client.connection import Connection
from netwrix_tui.client.distrust import certificate_not_trusted
from netwrix_tui.client.tls import PinMismatch, tls_context
from netwrix_tui.client.trust import CaFile
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.foreign_text import foreign
from netwrix_tui.sanitize import visible
from tests.client.certificates import self_signed
from tests.fuzz.mutation import ODD, look_at, steps

SERVER = Connection("https://nwx01")


def verdicts() -> list[ssl.SSLCertVerificationError]:
    mismatch = ssl.SSLCertVerificationError(1, "Hostname mismatch")
    mismatch.verify_code, mismatch.verify_message = 62, "Hostname mismatch, \x1b[2J"
    expired = ssl.SSLCertVerificationError(1, "certificate has expired")
    expired.verify_code, expired.verify_message = 10, "certificate has expired"
    return [mismatch, expired, PinMismatch("another")]


def test_nothing_is_raised_and_nothing_raw_is_said(tmp_path: Path) -> None:
    der = self_signed(tmp_path, "server").der
    file = tmp_path / "ca.der"
    for number, chance in enumerate(steps(7)):
        data = bytearray(der)
        for _ in range(chance.randint(0, 6)):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    data[at : at + chance.randint(1, 40)] = b""
                case 2:
                    data[at:at] = chance.choice(ODD)
                case _:
                    data[at:at] = bytes(data[at : at + 30]) * chance.choice((1, 2, 100))
        certificate = bytes(data)
        try:
            facts = facts_of(certificate)
            foreign(facts.subject, 80)
            for verdict in verdicts():
                said = certificate_not_trusted(SERVER, verdict, certificate).sentence()
                assert said == visible(said)
                assert len(said) < 3_000
            file.write_bytes(certificate)
            try:
                tls_context(CaFile(file))
            except NetwrixTuiError as error:
                look_at(error)
        except Exception as error:
            raise AssertionError(f"step {number}: {error!r} for {certificate.hex()}") from error


@pytest.mark.parametrize("certificate", [b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"0" * 50_000])
def test_what_is_none(certificate: bytes) -> None:
    assert facts_of(certificate).subject == ""
