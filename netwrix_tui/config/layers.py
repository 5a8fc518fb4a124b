"""Settings come in layers, the strongest first; what belongs to one server goes to no other.

The order is: the command line, a profile named on it, the environment, a profile named there or in
the file, the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netwrix_tui.client.account_identity import same_account, same_server, same_thumbprint
from netwrix_tui.config.profile import Profile, Scope
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.config.values import check_value
from netwrix_tui.errors import UsageError

URL_VARIABLE = "NETWRIX_API_URL"
USER_VARIABLE = "NETWRIX_API_USERNAME"
PROFILE_VARIABLE = "NETWRIX_TUI_PROFILE"
_VARIABLES = {
    "server": URL_VARIABLE,
    "user": USER_VARIABLE,
    "auth": "NETWRIX_TUI_AUTH",
    "thumbprint": "NETWRIX_TUI_THUMBPRINT",
    "ca_file": "NETWRIX_TUI_CA_FILE",
    "wire": "NETWRIX_TUI_WIRE",
}
"""The first two are the names that the vendor's own client reads."""


def environment_layer(environment: Mapping[str, str]) -> Profile:
    """What the environment says. Raises UsageError for a value that cannot be used."""
    given = {key: environment[name] for key, name in _VARIABLES.items() if environment.get(name)}
    for key, value in given.items():
        problem = check_value(key, value)
        if problem:
            raise UsageError(
                f"{_VARIABLES[key]}: {problem}.", next_step="Set it anew, or unset it."
            )
    return Profile(**given)  # type: ignore[arg-type]  # each of them is a text


def layers(
    typed: Profile, named: str | None, environment: Mapping[str, str], file: ProfileFile
) -> tuple[Profile, ...]:
    """All that was said, the strongest first; ``typed`` is what the command line says.

    ``named`` is the profile that the command line names. Raises UsageError, which is a
    SeveralServers where the profile is of several.
    """
    if named is not None:
        return typed, _of_one_server(named, file), environment_layer(environment)
    chosen = environment.get(PROFILE_VARIABLE) or file.read().default
    speaks = environment_layer(environment)
    # Where a server is named, a default of several servers is not what is meant.
    is_elsewhere = typed.server is not None or speaks.server is not None
    if chosen and is_elsewhere and file.profile(chosen).servers is not None:
        return typed, speaks
    rest = (_of_one_server(chosen, file),) if chosen else ()
    return typed, speaks, *rest


class SeveralServers(UsageError):
    """Several profiles are meant where one server was asked for: ``names`` are theirs.

    ``called`` is the name of the profile that names them, or theirs together.
    """

    def __init__(self, called: str, names: tuple[str, ...]) -> None:
        super().__init__(
            f"{called} is several servers: {', '.join(names)}.",
            cause="This goes to one server alone.",
            next_step=f"Name one of them: --profile {names[0]}.",
        )
        self.called = called
        self.names = names


def _of_one_server(named: str, file: ProfileFile) -> Profile:
    """The profile of a name. Raises SeveralServers where it is of several, or several are named."""
    names: dict[str, None] = {}
    for name in filter(None, map(str.strip, named.split(","))):
        profile = file.profile(name)
        names |= dict.fromkeys(profile.servers or (name,))
    if len(names) > 1:
        raise SeveralServers(named.strip(), tuple(names))
    return file.profile(next(iter(names), named))


def merged(said: tuple[Profile, ...]) -> Profile:
    """One profile out of the layers: each setting as the strongest says it that may speak.

    An account, its password and a certificate belong to the server that stands beside them: a layer
    that speaks of another server adds nothing of its own, nor one of another account its password.
    """
    server = next((layer.server for layer in said if layer.server), None)
    fitting = [layer for layer in said if layer.server is None or _is_at(layer, server)]
    user = next((layer.user for layer in fitting if layer.user is not None), None)
    of_account = [layer for layer in fitting if layer.user is None or _is_of(layer, user)]
    proof = next((p for p in of_account if p.password_command or p.keyring), Profile())
    trust = next((layer for layer in fitting if layer.thumbprint or layer.ca_file), Profile())
    best: dict[str, Any] = {}
    for layer in reversed(fitting):  # what is stronger replaces what is weaker
        best |= layer.settings(Scope.SERVER, Scope.GRANT, Scope.ANYWHERE)
    best |= proof.settings(Scope.PROOF) | trust.settings(Scope.TRUST)
    if trust.thumbprint and not trust.pinned:  # a layer below may know since when it is the one
        best["pinned"] = next(
            (
                layer.pinned
                for layer in fitting
                if layer.pinned and same_thumbprint(layer.thumbprint, trust.thumbprint)
            ),
            None,
        )
    name = next((layer.name for layer in fitting if layer.name), "")
    return Profile(name, **best | {"server": server, "user": user})


def environment_speaks_of(profile: Profile, environment: Mapping[str, str]) -> bool:
    """True where the environment's password is meant for this server and account."""
    said = environment_layer(environment)
    is_at = said.server is None or _is_at(said, profile.server)
    return is_at and (said.user is None or _is_of(said, profile.user))


def _is_at(layer: Profile, server: str | None) -> bool:
    return same_server(layer.server, server)


def _is_of(layer: Profile, user: str | None) -> bool:
    return same_account(layer.user, user)
