"""Check for a profile of the same name that saving would replace. Pure."""

from __future__ import annotations

from dataclasses import replace

from netwrix_tui.client.account_identity import (
    account_identity,
    same_account,
    same_server,
    same_thumbprint,
    server_identity,
)
from netwrix_tui.config.profile import Profile, Scope
from netwrix_tui.errors import UsageError
from netwrix_tui.tui.connect.entered_settings import ON_THE_FORM

_SAME = {"server": same_server, "user": same_account, "thumbprint": same_thumbprint}
"""Settings that can be written in several ways."""


class ProfileThere(UsageError):
    """Error: saving would replace the profile ``there``, which its user may not want."""

    def __init__(self, what: str, there: Profile, *, without: list[str]) -> None:
        lost = f", without its {' and '.join(without)}" if without else ""
        super().__init__(what, next_step=f"Save again to replace it{lost}, or type another name.")
        self.there = there


def whose(settings: Profile) -> tuple[str, str]:
    """The server and the account of a profile, each in its one form."""
    return server_identity(settings.server), account_identity(settings.user)


def put_over(there: Profile | None, settings: Profile) -> Profile:
    """What to write for settings in the place of a profile.

    Whatever is set by hand there stays: all of it where it is of the same server and account, else
    what fits them too.
    """
    if there is None:
        return settings
    if whose(there) == whose(settings):
        ours = {
            key: getattr(settings, key) for key in ON_THE_FORM if not _is_same(key, there, settings)
        }
        return replace(there, name=settings.name, **ours)
    scopes = [Scope.ANYWHERE]
    if same_server(there.server, settings.server):
        scopes.append(Scope.SERVER)
    staying = {k: v for k, v in there.settings(*scopes).items() if k not in ON_THE_FORM}
    return Profile(**staying | settings.settings())


def check_replacing(there: Profile, settings: Profile, before: Profile | None) -> None:
    """Raises ProfileThere where the profile is another's, or was changed since it was read.

    ``before`` is what was read of it; None where that was never done.
    """
    name = settings.name
    if whose(there) != whose(settings):
        kept = put_over(there, settings).settings()
        lost = [key for key in there.settings() if key not in kept and key not in ON_THE_FORM]
        raise ProfileThere(
            f"There is a profile {name} already, of another server or account.", there, without=lost
        )
    if before is None:
        return
    changed = [
        key
        for key in ON_THE_FORM
        if key != "pinned"  # goes with the thumbprint
        and not _is_same(key, there, before)
        and not _is_same(key, there, settings)
    ]
    if changed:
        raise ProfileThere(
            f"Another program has changed the profile {name} meanwhile: {', '.join(changed)}.",
            there,
            without=[],
        )


def _is_same(key: str, one: Profile, other: Profile) -> bool:
    a, b = getattr(one, key), getattr(other, key)
    return a == b or (key in _SAME and _SAME[key](a, b))
