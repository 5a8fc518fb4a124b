"""Settings come in layers, the strongest first; what belongs to one server goes to no other.

The order is: the command line, a profile named on it, the environment, a profile named there or in
the file, the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from netwrix_tui.client.connection import account_name, base_url
from netwrix_tui.config.profile import Profile
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.config.values import check_value
from netwrix_tui.errors import UsageError

T = TypeVar("T")

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
    return Profile(
        server=given.get("server"),
        user=given.get("user"),
        auth=given.get("auth"),
        thumbprint=given.get("thumbprint"),
        ca_file=given.get("ca_file"),
        wire=given.get("wire"),
    )


def layers(
    typed: Profile, named: str | None, environment: Mapping[str, str], file: ProfileFile
) -> tuple[Profile, ...]:
    """All that was said, the strongest first; ``typed`` is what the command line says.

    ``named`` is the profile that the command line names. Raises UsageError.
    """
    if named is not None:
        return typed, file.profile(named), environment_layer(environment)
    chosen = environment.get(PROFILE_VARIABLE) or file.read().default
    rest = (file.profile(chosen),) if chosen else ()
    return typed, environment_layer(environment), *rest


def merged(said: tuple[Profile, ...]) -> Profile:
    """One profile out of the layers.

    An account, its password and a certificate belong to the server that stands beside them: a layer
    that speaks of another server adds none of its own, nor one of another account its password.
    """
    server = next((layer.server for layer in said if layer.server), None)
    fitting = [layer for layer in said if _same(layer.server, server, base_url)]
    user = _first(fitting, lambda layer: layer.user)
    of_account = [layer for layer in fitting if _same(layer.user, user, _account)]
    proof = next((p for p in of_account if p.password_command or p.keyring), Profile())
    trust = next((layer for layer in fitting if layer.thumbprint or layer.ca_file), Profile())

    def best(setting: Callable[[Profile], T | None]) -> T | None:
        return _first(fitting, setting)

    return Profile(
        name=next((layer.name for layer in fitting if layer.name), ""),
        server=server,
        user=user,
        auth=best(lambda layer: layer.auth),
        thumbprint=trust.thumbprint,
        pinned=trust.pinned,
        ca_file=trust.ca_file,
        wire=best(lambda layer: layer.wire),
        page_size=best(lambda layer: layer.page_size),
        allow_plain_http=best(lambda layer: layer.allow_plain_http),
        password_command=proof.password_command,
        keyring=proof.keyring,
        writable=best(lambda layer: layer.writable),
        slow=best(lambda layer: layer.slow),
        spill_limit_mb=best(lambda layer: layer.spill_limit_mb),
    )


def environment_speaks_of(profile: Profile, environment: Mapping[str, str]) -> bool:
    """True where the environment's password is meant for this server and account."""
    said = environment_layer(environment)
    return _same(said.server, profile.server, base_url) and _same(said.user, profile.user, _account)


def _same(said: str | None, meant: str | None, form: Callable[[str], str]) -> bool:
    if said is None or meant is None:
        return said is None
    return form(said) == form(meant)


def _account(name: str) -> str:
    return account_name(name).casefold()


def _first(said: list[Profile], setting: Callable[[Profile], T | None]) -> T | None:
    return next((value for layer in said if (value := setting(layer)) is not None), None)
