"""Where something happened and from where: a host's name, an address, a URL; paths of objects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/]")
_EXTENSION = re.compile(r"[^\s.]{1,32}")
_SEPARATORS = re.compile(r"[\\/]")


@dataclass(frozen=True, slots=True)
class LocationParts:
    """A host by its name or its address, or a URL and its domain; what it is not is empty."""

    name: str = ""
    address: str = ""
    url: str = ""
    domain: str = ""

    @property
    def host(self) -> str:
        """The name of a host in it, a URL's among them; empty for an address."""
        return self.name or self.domain


@lru_cache(maxsize=4096)
def location_parts(text: str) -> LocationParts:
    """What a value of Where or Workstation names."""
    text = text.strip()
    if is_url(text):
        return LocationParts(url=text, domain=_domain(text))
    return LocationParts(address=text) if _is_address(text) else LocationParts(name=text)


def is_url(text: str) -> bool:
    """True for what begins as a URL with a host does."""
    return _URL.match(text) is not None


def last_part(path: str) -> str:
    """The name at the end of a path with ``\\`` or ``/``; the whole of what has neither.

    >>> last_part("\\\\local\\\\corp\\\\Users\\\\Jane Doe")
    'Jane Doe'
    """
    whole = path.rstrip("\\/")
    return _SEPARATORS.split(whole)[-1] if whole else path


def folder_of(path: str) -> str:
    """What stands before the last part of a path; empty where there is nothing."""
    whole = path.rstrip("\\/")
    cut = max(whole.rfind("\\"), whole.rfind("/"))
    return whole[:cut].rstrip("\\/") if cut > 0 else ""


def extension_of(name: str) -> str:
    """A file name's extension without its dot; empty where it has none."""
    stem, dot, extension = name.rpartition(".")
    return extension if dot and stem and _EXTENSION.fullmatch(extension) else ""


def _domain(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_address(text: str) -> bool:
    if "%" in text:  # an address of one machine's own network card
        return False
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
