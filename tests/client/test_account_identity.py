"""Accounts, servers and thumbprints are known again, however they are written."""

from __future__ import annotations

import pytest

from netwrix_tui.client.account_identity import same_account, same_server, same_thumbprint
from netwrix_tui.errors import UsageError


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("CORP\\jane", "CORP/jane", True),
        ("corp\\JANE", " CORP\\\\jane ", True),
        ("jane@corp.local", "Jane@CORP.local", True),
        ("CORP\\jané", "corp/JANÉ", True),
        ("", None, True),
        ("CORP\\jane", "LAB\\jane", False),
        ("CORP\\jane", "jane", False),
        ("CORP\\jane", "jane@corp", False),
        ("CORP\\jane", None, False),
    ],
)
def test_accounts(one: str, other: str | None, same: bool) -> None:
    assert same_account(one, other) is same
    assert same_account(other, one) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("nwx01", "https://NWX01:9699", True),
        ("nwx01.corp.local.", "nwx01.corp.local", True),
        ("nwx01", "https://nwx01/netwrix/api/v1/activity_records", True),
        ("https://[::1]", "[0:0:0:0:0:0:0:1]:9699", True),
        ("", None, True),
        ("nwx01", "nwx01:9700", False),
        ("nwx01", "http://nwx01", False),
        ("nwx01", "nwx01.corp.local", False),
        ("nwx01", "https://nwx01/other/netwrix/api/v1/activity_records", False),
        ("nwx01", None, False),
    ],
)
def test_servers(one: str, other: str | None, same: bool) -> None:
    assert same_server(one, other) is same
    assert same_server(other, one) is same


def test_thumbprints() -> None:
    assert same_thumbprint(("aa:" * 20), "A" * 40)
    assert same_thumbprint(None, "")
    assert not same_thumbprint("A" * 40, "B" * 40)
    with pytest.raises(UsageError):
        same_thumbprint("12", "A" * 40)
