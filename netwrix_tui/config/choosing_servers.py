"""Connections to several servers, each with its own account: from what was typed and set.

What belongs to one server goes to no other: options of the command line for a single server do not
hold for several, and the environment holds only for the server that it names.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

from netwrix_tui.client.account_identity import same_server
from netwrix_tui.config.choosing import Choice, choose
from netwrix_tui.config.directories import profile_path
from netwrix_tui.config.layers import (
    SeveralServers,
    environment_layer,
    environment_speaks_of,
    merged,
)
from netwrix_tui.config.profile import Profile, Scope
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.config.secret import as_meant, taken_from
from netwrix_tui.errors import UsageError

_OPTIONS = {"server": "--server", "user": "--user", "auth": "--auth",
            "thumbprint": "--thumbprint", "ca_file": "--ca-file",
            "allow_plain_http": "--allow-plain-http"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Servers:
    """Several servers that are asked together, each as it was chosen, by the names of their
    profiles.

    ``settings`` are those of all of them: the profile that names them, where there is one.
    """

    settings: Profile
    choices: Mapping[str, Choice]
    file: ProfileFile

    @property
    def name(self) -> str:
        """The name under which is kept what the user sets on the screen."""
        return self.settings.name


def choose_servers(
    typed: Profile, named: str | None, environment: MutableMapping[str, str]
) -> Choice | Servers:
    """What the command line, the environment and the file come to. Raises UsageError.

    NothingChosen where no server is named.
    """
    # Taken out first: whatever comes of it, no child process inherits the password.
    password = taken_from(environment)
    try:
        return choose(typed, named, environment, password)
    except SeveralServers as several:
        meant = several
    typed_of_one = [option for key, option in _OPTIONS.items() if getattr(typed, key) is not None]
    if typed_of_one:
        raise UsageError(
            f"{typed_of_one[0]} is of one server, and {', '.join(meant.names)} are asked.",
            next_step="Set it in their profiles.",
        )
    file = ProfileFile(profile_path(environment))
    known = file.read().by_name
    group = known.get(meant.called, Profile(",".join(meant.names)))
    said = environment_layer(environment)
    general = (typed.only(Scope.ANYWHERE), group.only(Scope.ANYWHERE), said.only(Scope.ANYWHERE))
    choices: dict[str, Choice] = {}
    for name in meant.names:
        profile = known[name]
        if profile.server is None:
            raise UsageError(
                f"The profile {name} names no server.", next_step=f"Give it one in {file.path}."
            )
        is_told = said.server is not None and same_server(said.server, profile.server)
        settings = merged((general[0], profile, *((said,) if is_told else ()), *general[1:]))
        has_password = is_told and environment_speaks_of(settings, environment)
        choices[name] = Choice(settings, file, as_meant(password) if has_password else None)
    of_all = merged((typed.only(Scope.ANYWHERE), group))
    return Servers(_of_all(group, of_all), choices, file)


def servers_of(group: Profile, file: ProfileFile) -> Servers:
    """The servers of a profile that names several. Raises UsageError."""
    known = file.read().by_name
    general = group.only(Scope.ANYWHERE)
    names = [name for name in group.servers or () if name in known]
    choices = {name: Choice(merged((known[name], general)), file) for name in names}
    return Servers(_of_all(group, group), choices, file)


def _of_all(group: Profile, settings: Profile) -> Profile:
    return Profile(group.name, **settings.settings(Scope.ANYWHERE, Scope.SERVER))
