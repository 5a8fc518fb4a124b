"""Forms in which records name a person: account, UPN, directory path, SID, display name."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

_SID = re.compile(r"S-1-\d+(?:-\d+)+", re.IGNORECASE)
_UPN = re.compile(r"[^\s@\\/]+@[^\s@\\/]+\.[^\s@\\/]+")
_ACCOUNT = re.compile(r"[^\s\\/@:]+\\[^\\/]+")
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "ß": "ss", "æ": "ae", "đ": "d", "'": ""}
)


class NameKind(StrEnum):
    """The value is what the form is called."""

    ACCOUNT = "account"  # CORP\jane.doe
    UPN = "UPN"  # jane.doe@corp.example
    PATH = "directory object"  # \local\corp\Staff\Jane Doe
    SID = "SID"
    DISPLAY = "display name"


def kind_of(name: str) -> NameKind:
    """The form that a name has; what is none of the others is a display name."""
    if _SID.fullmatch(name):
        return NameKind.SID
    if name.startswith("\\") and not name.startswith("\\\\") and name.count("\\") > 1:
        return NameKind.PATH
    if _UPN.fullmatch(name):
        return NameKind.UPN
    return NameKind.ACCOUNT if _ACCOUNT.fullmatch(name) else NameKind.DISPLAY


def leaf_of(path: str) -> str:
    """The last part of a path: what the object itself is called."""
    return path.rpartition("\\")[2]


def login_of(name: str) -> str:
    """What is typed to sign in: of an account, a UPN; empty of other forms."""
    match kind_of(name):
        case NameKind.ACCOUNT:
            return leaf_of(name)
        case NameKind.UPN:
            return name.partition("@")[0]
        case _:
            return ""


def is_login_of(login: str, display: str) -> bool:
    """Whether a login is a display name written as logins are: ``anna.hoffmann``."""
    words = _plain(display).split()
    return len(words) > 1 and login.casefold() == ".".join(words)


def domain_of(path: str) -> str:
    """The domain of a directory path as accounts name it: ``CORP`` of ``\\local\\corp\\Users``."""
    parts = path.split("\\")
    return parts[2].upper() if len(parts) > 3 else ""


def path_of(distinguished: str) -> str:
    """``\\local\\corp\\Staff\\Jane Doe`` of ``CN=Jane Doe,OU=Staff,DC=corp,DC=local``; or empty."""
    parts = re.split(r"(?<!\\),", distinguished)
    values = [part.partition("=")[::2] for part in parts]
    names = [(kind.strip().upper(), value.strip().replace("\\,", ",")) for kind, value in values]
    domain = [value for kind, value in names if kind == "DC"]
    below = [value for kind, value in names if kind in ("CN", "OU")]
    if len(domain) < 2 or not below or len(domain) + len(below) != len(names):
        return ""
    return "\\" + "\\".join([*reversed(domain), *reversed(below)])


def _plain(name: str) -> str:
    """In small ASCII letters, as account names are written."""
    parts = unicodedata.normalize("NFKD", name.translate(_PLAIN_LETTERS))
    return "".join(char for char in parts if char.isascii()).casefold()
