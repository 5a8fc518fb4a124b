"""Several servers: which are meant, and that what belongs to one goes to no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from netwrix_tui.cli_parser import parsed
from netwrix_tui.config.choosing import Choice
from netwrix_tui.config.choosing_servers import Servers, choose_servers
from netwrix_tui.config.layers import SeveralServers
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.errors import UsageError

PROFILES = r"""
[profiles.corp]
server = "nwx01"
user = 'CORP\jane'
thumbprint = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

[profiles.dmz]
server = "nwx02.dmz"
user = 'DMZ\audit'
wire = "xml"

[profiles.bare]
server = "nwx03"

[profiles.all]
servers = ["corp", "dmz"]
page_size = 250
"""


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    path = tmp_path / "profiles.toml"
    path.write_text(PROFILES)
    monkeypatch.setenv("NETWRIX_TUI_CONFIG", str(path))
    return {"NETWRIX_TUI_CONFIG": str(path)}


def chosen(named: str | None, environment: dict[str, str], **typed: str) -> Servers:
    choice = choose_servers(Profile(**typed), named, environment)  # type: ignore[arg-type]
    assert isinstance(choice, Servers)
    return choice


@pytest.mark.parametrize("named", ["corp,dmz", "all", "all,corp", "dmz, corp"])
def test_each_has_its_own_account_and_trust(named: str, environment: dict[str, str]) -> None:
    servers = chosen(named, environment)
    of = {name: choice.settings for name, choice in servers.choices.items()}
    assert {name: (s.server, s.user) for name, s in of.items()} == {
        "corp": ("nwx01", "CORP\\jane"), "dmz": ("nwx02.dmz", "DMZ\\audit"),
    }  # fmt: skip
    assert of["corp"].thumbprint is not None
    assert of["dmz"].thumbprint is None
    assert of["dmz"].wire == "xml"
    assert all(choice.password is None for choice in servers.choices.values())


def test_what_fits_everywhere_is_of_all(environment: dict[str, str]) -> None:
    servers = chosen("all", environment, wire="json")
    assert servers.name == "all"
    assert servers.settings.page_size == 250
    assert {c.settings.page_size for c in servers.choices.values()} == {250}
    assert {c.settings.wire for c in servers.choices.values()} == {"json"}
    assert chosen("corp,dmz", environment).name == "corp,dmz"


def test_a_single_one_is_a_single_one(environment: dict[str, str]) -> None:
    for named in ("corp", "corp,corp"):
        choice = choose_servers(Profile(), named, environment)
        assert isinstance(choice, Choice)
        assert choice.settings.name == "corp"


def test_a_group_may_be_the_default(environment: dict[str, str]) -> None:
    path = Path(environment["NETWRIX_TUI_CONFIG"])
    path.write_text(f'default = "all"\n{PROFILES}')
    assert chosen(None, environment).name == "all"
    # ... of whoever names no server.
    other = choose_servers(Profile(server="nwx09"), None, environment)
    assert isinstance(other, Choice)
    assert other.settings == Profile(server="nwx09")


@pytest.mark.parametrize(
    "typed",
    [{"user": "CORP\\eve"}, {"server": "nwx01"}, {"thumbprint": "B" * 40}, {"auth": "basic"},
     {"ca_file": "/x.pem"}],
)  # fmt: skip
def test_what_is_typed_of_one_server_holds_for_none(
    typed: dict[str, str], environment: dict[str, str]
) -> None:
    with pytest.raises(UsageError, match="is of one server"):
        chosen("corp,dmz", environment, **typed)


def test_the_environment_speaks_of_the_server_that_it_names_alone(
    environment: dict[str, str],
) -> None:
    said = {"NETWRIX_API_USERNAME": "EVE\\eve", "NETWRIX_API_PASSWORD": "secret"}
    servers = chosen("corp,bare", environment | said)
    assert [c.settings.user for c in servers.choices.values()] == ["CORP\\jane", None]
    assert all(choice.password is None for choice in servers.choices.values())
    servers = chosen("corp,bare", environment | said | {"NETWRIX_API_URL": "nwx03"})
    assert [c.settings.user for c in servers.choices.values()] == ["CORP\\jane", "EVE\\eve"]
    passwords = {name: choice.password for name, choice in servers.choices.items()}
    assert passwords["corp"] is None
    assert passwords["bare"] is not None
    assert passwords["bare"].reveal() == "secret"


def test_the_password_is_taken_out_of_the_environment(environment: dict[str, str]) -> None:
    own = environment | {"NETWRIX_API_PASSWORD": "secret"}
    chosen("all", own)
    assert "NETWRIX_API_PASSWORD" not in own


def test_commands_for_one_server_say_so(environment: dict[str, str]) -> None:
    from netwrix_tui.config.choosing import choose

    with pytest.raises(SeveralServers, match="all is several servers: corp, dmz") as found:
        choose(Profile(), "all", environment)
    assert "--profile corp" in found.value.next_step


@pytest.mark.parametrize(
    ("group", "says"),
    [
        ('servers = ["corp", "dmzz"]', "no profile dmzz. Did you mean dmz?"),
        ('servers = ["corp", "all"]', "all has servers itself"),
        ("servers = []", "a list of profiles"),
        ('servers = "corp"', "a list of profiles"),
        ('servers = ["corp", "corp"]', "corp stands there twice"),
        ('servers = ["corp"]\nuser = "x"', "user beside them"),
        ('servers = ["corp"]\nkeyring = true', "keyring beside them"),
    ],
)
def test_a_mistake_in_a_group_is_told_with_its_line(tmp_path: Path, group: str, says: str) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text(f"{PROFILES}\n[profiles.mine]\n{group}\n")
    with pytest.raises(UsageError) as found:
        ProfileFile(path).read()
    assert says in found.value.sentence()
    assert "line " in found.value.what


def test_a_group_survives_a_change_of_another_profile(tmp_path: Path) -> None:
    path = tmp_path / "profiles.toml"
    path.write_text(PROFILES)
    file = ProfileFile(path)
    file.save(Profile("corp", server="nwx01", user="CORP\\eve"))
    assert file.profile("all").servers == ("corp", "dmz")


@pytest.mark.parametrize(
    ("words", "profile", "command"),
    [
        (["corp", "dmz"], "corp,dmz", ""),
        (["corp", "--slow", "dmz"], "corp,dmz", ""),
        (["corp", "dmz", "search", "who:jane"], "corp,dmz", "search"),
        (["all", "enum"], "all", "enum"),
        (["corp", "all", "follow"], "corp,all", "follow"),
    ],
)
@pytest.mark.usefixtures("environment")
def test_words_before_a_command_are_profiles(words: list[str], profile: str, command: str) -> None:
    options = parsed(words)
    assert (options.profile, options.command) == (profile, command)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["corp", "dmzz"], "There is no profile or command dmzz. Did you mean dmz?"),
        (["corp", "serch", "who:jane"], "There is no profile or command serch. Did you mean"),
        (["crop", "dmz"], "There is no command crop. Did you mean corp?"),
    ],
)
@pytest.mark.usefixtures("environment")
def test_the_nearest_is_named(words: list[str], says: str) -> None:
    with pytest.raises(UsageError) as found:
        parsed(words)
    assert says in found.value.sentence()
