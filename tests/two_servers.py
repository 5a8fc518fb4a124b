"""Profiles of several demo servers, each with an account and a password of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from netwrix_tui.demo.child import DemoAccount

CORP_ROLE, DMZ_ROLE = "Global administrator", "Global reviewer"
"""The roles of the accounts that the two profiles sign in with: different people."""


def write_profiles(
    directory: Path, servers: Mapping[str, tuple[str, DemoAccount]], more: str = ""
) -> Path:
    """A file with a profile for each server (address and account), and one, all, of all of them.

    Their passwords are printed by a command.
    """
    parts = []
    for name, (url, account) in servers.items():
        secret = directory / f"{name}.password"
        secret.write_text(account.password)
        show = "import sys; print(open(sys.argv[1]).read())"
        command = ", ".join(f"'{word}'" for word in (sys.executable, "-c", show, str(secret)))
        parts.append(
            f"[profiles.{name}]\nserver = '{url}'\nuser = '{account.user}'\n"
            f"password_command = [{command}]\n"
        )
    names = ", ".join(f'"{name}"' for name in servers)
    path = directory / "profiles.toml"
    path.write_text("\n".join((*parts, f"[profiles.all]\nservers = [{names}]\n", more)))
    path.chmod(0o600)
    return path


def environment(profiles: Path) -> dict[str, str]:
    """An environment in which the profiles are found, and nothing else is said."""
    said = {name: value for name, value in os.environ.items() if not name.startswith("NETWRIX_")}
    kept = {name: value for name, value in os.environ.items() if name == "NETWRIX_TUI_CLOCK"}
    return said | kept | {"NETWRIX_TUI_CONFIG": str(profiles), "COLUMNS": "100"}
