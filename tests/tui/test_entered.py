"""What is typed on the connect screen, as settings: what goes along with it, and what does not."""

from __future__ import annotations

import pytest

from netwrix_tui.client.connection import Secret
from netwrix_tui.config.profile import Profile
from netwrix_tui.errors import UsageError
from netwrix_tui.tui.connecting.entered import Entered

KNOWN = Profile(
    "corp", server="nwx01", user="CORP\\jane", thumbprint="A" * 40, pinned="2026-03-03",
    password_command=("pass",), writable=True, allow_plain_http=True, wire="xml", slow=True,
)  # fmt: skip


def test_the_same_server_and_account_keep_what_is_known() -> None:
    typed = Entered("https://NWX01:9699", "corp/JANE", thumbprint="A" * 40, name="corp")
    settings = typed.settings(KNOWN)
    assert settings.password_command == ("pass",)
    assert settings.writable
    assert settings.pinned == "2026-03-03"


def test_another_thumbprint_was_not_pinned_on_that_day() -> None:
    settings = Entered("nwx01", "CORP\\jane", thumbprint="B" * 40).settings(KNOWN)
    assert settings.pinned is None


@pytest.mark.parametrize(("server", "user"), [("nwx02", "CORP\\jane"), ("nwx01", "CORP\\omar")])
def test_what_is_of_another_server_or_account_is_left_behind(server: str, user: str) -> None:
    settings = Entered(server, user).settings(KNOWN)
    assert settings == Profile(server=server, user=user, wire="xml", slow=True)


def test_what_was_said_without_a_server_is_meant_for_the_one_that_is_typed() -> None:
    said = Profile(allow_plain_http=True, wire="xml")
    settings = Entered("http://nwx01", "jane", "basic").settings(said)
    assert settings.allow_plain_http
    assert settings.auth == "basic"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (Entered(), "Server is empty"),
        (Entered("nwx01:0"), "Server: this is not the address"),
        (Entered("nwx01", thumbprint="12"), "Thumbprint: "),
        (Entered("nwx01", thumbprint="A" * 40, ca_file="x.pem"), "are given"),
        (Entered("nwx01", name="search"), "cannot be called search"),
        (Entered("nwx01", name="a b"), "not a name"),
    ],
)
def test_a_mistake_names_its_field(typed: Entered, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        typed.settings(Profile())
    assert says in caught.value.what


def test_a_password_that_could_not_be_read_is_not_sent() -> None:
    entered = Entered("nwx01", "CORP\\jane", password=Secret("p\ufffd-hush"))
    with pytest.raises(UsageError, match="could not be read: nothing was sent") as caught:
        entered.settings(KNOWN)
    assert "hush" not in caught.value.sentence()
