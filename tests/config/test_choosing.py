"""Which layer wins, and that nothing of one server ever goes to another."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.client.trust import PinnedCertificate, SystemTrust
from netwrix_tui.config import choosing
from netwrix_tui.config.choosing import Choice, NothingChosen, choose, connected, described
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.errors import UsageError

FILE = f"""\
default = "corp"

[profiles.corp]
server = "nwx01"
user = 'CORP\\jane'
auth = "ntlm"
thumbprint = "{"A" * 40}"
password_command = "pass show corp"
page_size = 500

[profiles.dmz]
server = "nwx02:9700"
user = "ops@dmz.local"
wire = "xml"
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "config.toml"
    path.write_text(FILE)
    return {"NETWRIX_TUI_CONFIG": str(path), "HOME": "/"}


def test_a_plain_start_takes_the_default_profile(environment: dict[str, str]) -> None:
    connection = described(choose(Profile(), None, environment).settings)
    assert (connection.host, connection.user) == ("nwx01", "CORP\\jane")
    assert connection.auth is AuthScheme.NTLM
    assert isinstance(connection.trust, PinnedCertificate)
    assert connection.page_size == 500


def test_the_command_line_goes_before_the_profile(environment: dict[str, str]) -> None:
    typed = Profile(auth="digest", user="CORP\\omar")
    settings = choose(typed, "corp", environment).settings
    assert (settings.server, settings.auth, settings.user) == ("nwx01", "digest", "CORP\\omar")
    assert settings.password_command is None  # jane's, not omar's
    assert settings.thumbprint  # the server's, whoever signs in


def test_the_environment_goes_before_the_default_profile(environment: dict[str, str]) -> None:
    environment |= {"NETWRIX_API_URL": "nwx02:9700", "NETWRIX_TUI_AUTH": "basic"}
    settings = choose(Profile(), None, environment).settings
    assert settings == Profile(server="nwx02:9700", auth="basic")


def test_a_profile_named_on_the_command_line_goes_before_the_environment(
    environment: dict[str, str],
) -> None:
    environment |= {
        "NETWRIX_API_URL": "elsewhere",
        "NETWRIX_API_USERNAME": "them",
        "NETWRIX_API_PASSWORD": "theirs",
    }
    choice = choose(Profile(), "dmz", environment)
    assert (choice.settings.server, choice.settings.user) == ("nwx02:9700", "ops@dmz.local")
    assert choice.password is None  # it belongs to the environment's server


def test_the_environment_may_name_the_profile(environment: dict[str, str]) -> None:
    environment["NETWRIX_TUI_PROFILE"] = "dmz"
    assert choose(Profile(), None, environment).settings.name == "dmz"


def test_another_server_gets_nothing_of_the_profile(environment: dict[str, str]) -> None:
    settings = choose(Profile(server="nwx99"), "corp", environment).settings
    assert settings == Profile(server="nwx99")


def test_the_same_server_in_other_words_gets_it(environment: dict[str, str]) -> None:
    settings = choose(Profile(server="https://NWX01:9699"), None, environment).settings
    assert settings.user == "CORP\\jane"


def test_trust_is_one_setting(environment: dict[str, str]) -> None:
    settings = choose(Profile(ca_file="ca.pem"), "corp", environment).settings
    assert (settings.ca_file, settings.thumbprint) == ("ca.pem", None)


def test_the_password_is_taken_out_of_the_environment(environment: dict[str, str]) -> None:
    environment["NETWRIX_API_PASSWORD"] = "secret"
    choice = choose(Profile(), None, environment)
    assert choice.password == Secret("secret")
    assert "NETWRIX_API_PASSWORD" not in environment
    assert "secret" not in repr(choice)
    assert connected(choice).password.reveal() == "secret"


def test_the_environments_password_is_for_its_own_account(environment: dict[str, str]) -> None:
    environment |= {"NETWRIX_API_PASSWORD": "secret", "NETWRIX_API_USERNAME": "CORP\\jane"}
    assert choose(Profile(user="corp/JANE"), "corp", dict(environment)).password is not None
    assert choose(Profile(user="CORP\\omar"), "corp", environment).password is None


def test_nothing_chosen_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NothingChosen):
        choose(Profile(user="x"), None, {"NETWRIX_TUI_CONFIG": str(tmp_path / "none")})


@pytest.mark.parametrize(
    ("name", "value"),
    [("NETWRIX_TUI_AUTH", "kerberos"), ("NETWRIX_API_URL", "ftp://x"), ("NETWRIX_TUI_WIRE", "csv")],
)
def test_a_variable_that_cannot_be_used_is_named(
    environment: dict[str, str], name: str, value: str
) -> None:
    environment[name] = value
    with pytest.raises(UsageError, match=name):
        choose(Profile(), None, environment)


@pytest.mark.parametrize(
    "settings",
    [
        Profile(),
        Profile(server="ftp://nwx01", user="jane"),
        Profile(server="nwx01", user="jane", thumbprint="12 34"),
        Profile(server="http://nwx01", user="jane", thumbprint="A" * 40),
        Profile(server="http://nwx01", user="jane", auth="basic"),
        *([] if sys.platform == "win32" else [Profile(server="nwx01")]),
    ],
)
def test_what_cannot_be_is_refused_before_the_password_is_asked_for(
    settings: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "asked_secret", lambda _: pytest.fail("asked"))
    with pytest.raises(UsageError) as caught:
        connected(Choice(settings, ProfileFile(tmp_path / "none")))
    assert caught.value.next_step


def test_without_credentials_only_a_ticket_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []

    def ask(settings: Profile) -> Secret:
        asked.append(settings.user)
        return Secret("typed")

    def proven(connection: Connection) -> bool:
        return connection.auth is AuthScheme.NEGOTIATE

    monkeypatch.setattr(choosing, "asked_secret", ask)
    monkeypatch.setattr(choosing, "proves_itself", proven)
    file = ProfileFile(tmp_path / "none")
    ticket = connected(Choice(Profile(server="nwx01", auth="negotiate"), file))
    assert not ticket.password
    assert isinstance(ticket.trust, SystemTrust)
    typed = connected(Choice(Profile(server="nwx01", user="jane", auth="ntlm"), file))
    assert typed.password.reveal() == "typed"
    assert asked == ["jane"]
