"""No password, token or cookie is in a package, whatever the scheme of the sign-in."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Outcome, SourceFacts
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.client.trust import PinnedCertificate, Thumbprint
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from tests.case.sample import begun
from tests.demo_process import Demo
from tests.evidence.packages import files_of, package

_TOKEN = b"TlRMTVNTUA"
"""How the base64 of every NTLM message begins."""


@pytest.mark.parametrize(
    "scheme", [AuthScheme.NTLM, AuthScheme.NEGOTIATE, AuthScheme.DIGEST, AuthScheme.BASIC]
)
def test_no_secret_is_in_a_package(tmp_path: Path, demo: Demo, scheme: AuthScheme) -> None:
    account = demo.reviewer
    trust = PinnedCertificate(Thumbprint.parse(demo.sha256 or ""))
    connection = Connection(demo.url, account.user, Secret(account.password), scheme, trust)
    case = CaseWriter.create(tmp_path / "a.nwcase")
    source = case.add_source(SourceFacts(demo.url, account.user, scheme.value))
    search = begun(case, source, "action:Removed")

    async def run() -> None:
        parameters, mark = plan_of("action:Removed", UTC_ZONE).parameters(), None
        async with AuditorClient(connection) as client:
            for _ in range(2):
                page = await client.search(parameters, mark, 50)
                mark = page.mark
                case.keep_answer(search, page.answers[0])
                case.keep_batch(search, page, mark, by_following=False)

    asyncio.run(run())
    case.end_search(search, Outcome.STOPPED, records=100)
    case.close()
    basic = base64.b64encode(f"{account.user}:{account.password}".encode())
    secrets = (account.password.encode(), basic, _TOKEN, b"Authorization", b"Cookie", b"NTLMSSP")
    for made in (
        package(tmp_path / "a.nwcase", tmp_path / "p"),
        package(tmp_path / "a.nwcase", tmp_path / "n", pseudonyms=True),
    ):
        files = files_of(made)
        assert files["data/records.ndjson"].count(b"\n") == 100
        for name, content in files.items():
            assert not any(secret in content for secret in secrets), name
