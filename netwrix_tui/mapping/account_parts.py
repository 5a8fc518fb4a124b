"""An account as records name it, taken apart: ``D\\u``, ``u@d``, ``S-1-…``, ``System``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_SID = re.compile(r"S-1-\d+(?:-\d+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AccountParts:
    """The parts of an account; those that it does not have are empty."""

    name: str = ""
    domain: str = ""
    email: str = ""
    sid: str = ""

    @property
    def known_as(self) -> str:
        """Its name, else its SID; empty where there is neither."""
        return self.name or self.sid


@lru_cache(maxsize=4096)
def account_parts(who: str) -> AccountParts:
    """The parts of a value of Who."""
    text = who.strip()
    if _SID.fullmatch(text):
        return AccountParts(sid=text)
    domain, backslash, name = text.partition("\\")
    if backslash and domain and name:
        return AccountParts(name, domain)
    name, at, domain = text.rpartition("@")
    if at and name and domain:
        return AccountParts(name, domain, email=text)
    return AccountParts(text)
