"""Every setting of a profile survives every way that it should, and goes along nowhere else."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from netwrix_tui.config.choosing import choose
from netwrix_tui.config.layers import merged
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.tui.connect.controller import ConnectController
from netwrix_tui.tui.connect.entered_settings import EnteredSettings
from netwrix_tui.tui.connect.profile_saving import ProfileThere, put_over

VALUES: dict[str, Any] = {
    "name": "corp",
    "server": "nwx01",
    "user": "CORP\\jane",
    "servers": ("corp", "dmz"),
    "auth": "ntlm",
    "thumbprint": "A" * 40,
    "pinned": "2026-03-03",
    "ca_file": "/etc/ssl/corp.pem",
    "wire": "xml",
    "page_size": 500,
    "allow_plain_http": True,
    "password_command": ("pass", "show"),
    "keyring": True,
    "writable": True,
    "slow": True,
    "spill_limit_mb": 77,
    "keep_sessions": 24,
    "parallel": 2,
    "working_hours": "Mon-Sat 07:00-19:30",
    "zone": "Europe/Berlin",
    "archive": "/srv/archive",
    "archive_password_command": ("pass", "show", "archive"),
    "archive_keyring": True,
}
SETTINGS = [name for name in VALUES if name not in ("name", "server", "user", "servers")]

# Which of them go along to what is not the same server and account.
TYPED_ACCOUNT = {
    "auth", "thumbprint", "pinned", "ca_file", "wire", "page_size", "allow_plain_http", "writable",
    "slow", "spill_limit_mb", "keep_sessions", "working_hours", "zone", "archive",
    "parallel", "archive_password_command", "archive_keyring",
}  # fmt: skip
"""... to an account that is typed on the command line: all but the other one's password."""
SCREEN_ACCOUNT = {
    "wire", "page_size", "slow", "spill_limit_mb", "keep_sessions", "working_hours", "zone",
    "archive", "parallel", "archive_password_command", "archive_keyring",
}  # fmt: skip
"""... to one that is typed on the screen, apart from what its form holds itself."""
OTHER_SERVER = {"wire", "page_size", "slow", "spill_limit_mb", "keep_sessions"}
"""... to another server on the screen."""
ON_THE_FORM = {"auth", "thumbprint", "pinned", "ca_file", "keyring"}


def of(*names: str, **more: Any) -> Profile:
    """A profile with these settings; a day of pinning has a thumbprint."""
    values = {name: VALUES[name] for name in ("name", "server", "user", *names)}
    if "pinned" in names:
        values["thumbprint"] = VALUES["thumbprint"]
    return Profile(**values | more)


def typed(profile: Profile, **fields: Any) -> EnteredSettings:
    """The form as the connect screen shows a profile, with other texts put into it."""
    shown = EnteredSettings(
        profile.server or "",
        profile.user or "",
        profile.auth or "auto",
        thumbprint=profile.thumbprint or "",
        ca_file=profile.ca_file or "",
        name=profile.name,
    )
    return replace(shown, **fields)


def test_each_setting_has_its_place_here() -> None:
    """A new one is put into VALUES, and into the sets of what it goes along to."""
    assert list(VALUES) == [setting.name for setting in fields(Profile)]
    assert all(VALUES[name] for name in VALUES)


@pytest.mark.parametrize("name", SETTINGS)
def test_it_survives_the_file(tmp_path: Path, name: str) -> None:
    profile = of(name)
    ProfileFile(tmp_path / "config.toml").save(profile)
    assert ProfileFile(tmp_path / "config.toml").profile("corp") == profile


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("way", ["default", "named", "same server typed", "same by environment"])
def test_it_survives_the_layers(tmp_path: Path, name: str, way: str) -> None:
    file = ProfileFile(tmp_path / "config.toml")
    file.save(of(name), as_default=True)
    environment = {"NETWRIX_TUI_CONFIG": str(file.path)}
    given = Profile()
    if way == "same server typed":
        given = Profile(server="https://NWX01:9699", user="corp/JANE")
    if way == "same by environment":
        environment |= {"NETWRIX_API_URL": "nwx01.", "NETWRIX_API_USERNAME": "CORP/Jane"}
    settings = choose(given, "corp" if way == "named" else None, environment).settings
    assert getattr(settings, name) == VALUES[name]
    assert settings.name == "corp"


@pytest.mark.parametrize("name", SETTINGS)
def test_another_account_or_server_on_the_command_line_gets_what_is_theirs(name: str) -> None:
    other = merged((Profile(user="CORP\\omar"), of(name)))
    assert (getattr(other, name) is not None) == (name in TYPED_ACCOUNT)
    elsewhere = merged((Profile(server="nwx02"), of(name)))
    assert elsewhere == Profile(server="nwx02")


def test_a_thumbprint_that_is_typed_again_stays_pinned_since_its_day() -> None:
    again = merged((Profile(thumbprint="aa " * 20), of("pinned")))
    assert again.pinned == VALUES["pinned"]
    assert merged((Profile(thumbprint="B" * 40), of("pinned"))).pinned is None
    assert merged((Profile(ca_file="x.pem"), of("pinned"))).pinned is None


@pytest.mark.parametrize("name", SETTINGS)
def test_it_survives_the_connect_screen(name: str) -> None:
    known = of(name)
    assert typed(known).settings(known) == known
    assert typed(known, server="https://NWX01", user="corp/JANE").settings(known) == replace(
        known, server="https://NWX01", user="corp/JANE"
    )


@pytest.mark.parametrize("name", SETTINGS)
def test_on_the_connect_screen_others_get_what_is_theirs(name: str) -> None:
    known = of(name)
    account = EnteredSettings("nwx01", "CORP\\omar").settings(known)
    assert (getattr(account, name) is not None) == (name in SCREEN_ACCOUNT)
    server = EnteredSettings("nwx02", "CORP\\jane").settings(known)
    assert (getattr(server, name) is not None) == (name in OTHER_SERVER)


def test_a_thumbprint_stays_pinned_since_its_day_for_another_account() -> None:
    known = of("pinned")
    settings = typed(known, user="CORP\\omar", thumbprint="aa" * 20).settings(known)
    assert settings.pinned == VALUES["pinned"]


@pytest.mark.parametrize("name", SETTINGS)
def test_it_survives_a_certificate_that_is_pinned_anew(tmp_path: Path, name: str) -> None:
    known = of(name)
    connecting = ConnectController(ProfileFile(tmp_path / "config.toml"), known)
    pinned = connecting.pin(typed(known), b"another certificate")
    settings = pinned.settings(connecting.known)
    assert settings.thumbprint == pinned.thumbprint != VALUES["thumbprint"]
    assert settings.pinned not in (None, VALUES["pinned"])
    if name not in ("thumbprint", "pinned", "ca_file"):  # one source of trust takes its place
        assert getattr(settings, name) == VALUES[name]


@pytest.mark.parametrize("name", SETTINGS)
def test_what_is_set_by_hand_survives_saving(name: str) -> None:
    by_hand = of(name)
    saved = put_over(by_hand, Profile("corp", server="NWX01:9699", user="corp/jane"))
    assert (saved.server, saved.user) == ("nwx01", "CORP\\jane")
    expected = None if name in ON_THE_FORM else VALUES[name]
    assert getattr(saved, name) == expected


@pytest.mark.parametrize("name", SETTINGS)
def test_what_is_set_by_hand_goes_along_where_its_profile_is_given_to_others(name: str) -> None:
    to_account = put_over(of(name), Profile("corp", server="nwx01", user="CORP\\omar"))
    assert (getattr(to_account, name) is not None) == (name in SCREEN_ACCOUNT)
    to_server = put_over(of(name), Profile("corp", server="nwx02", user="CORP\\jane"))
    assert (getattr(to_server, name) is not None) == (name in OTHER_SERVER)


@pytest.mark.parametrize("name", SETTINGS)
def test_what_cannot_go_along_is_named_before(tmp_path: Path, name: str) -> None:
    connecting = _tested(tmp_path, of(name), Profile("corp", server="nwx02", user="ops"))
    with pytest.raises(ProfileThere) as caught:
        connecting.keep("corp")
    is_lost = name not in OTHER_SERVER | ON_THE_FORM
    assert (name in caught.value.next_step) == is_lost
    assert connecting.keep("corp", caught.value.there).server == "nwx02"


def test_what_another_program_has_changed_on_the_form_is_told(tmp_path: Path) -> None:
    read = of("thumbprint", "writable")
    theirs = replace(read, thumbprint="B" * 40, working_hours="Mon-Fri 09:00-17:00")
    mine = replace(read, thumbprint="C" * 40)
    connecting = _tested(tmp_path, theirs, mine)
    connecting.read = read
    with pytest.raises(ProfileThere, match="changed the profile corp meanwhile: thumbprint"):
        connecting.keep("corp")
    assert connecting.file.profile("corp") == theirs
    with pytest.raises(ProfileThere):  # agreed to, but by now it is yet another one
        connecting.keep("corp", read)
    connecting.keep("corp", theirs)
    assert connecting.file.profile("corp") == replace(theirs, thumbprint="C" * 40)


def test_what_another_program_has_changed_elsewhere_or_alike_is_no_conflict(tmp_path: Path) -> None:
    read = of("thumbprint")
    theirs = replace(read, thumbprint="b " * 40, working_hours="Mon-Fri 09:00-17:00")
    connecting = _tested(tmp_path, theirs, replace(read, thumbprint="B" * 40, slow=True))
    connecting.read = read
    in_use = connecting.keep("corp")
    assert connecting.file.profile("corp") == theirs
    assert in_use.slow  # --slow of this run goes on, and was not written
    assert in_use.working_hours == theirs.working_hours


def _tested(directory: Path, there: Profile, works: Profile) -> ConnectController:
    """The connect screen's work after a test has shown that settings work."""
    file = ProfileFile(directory / "config.toml")
    ProfileFile(file.path).save(there)
    connecting = ConnectController(file)
    connecting.settings = works
    return connecting
