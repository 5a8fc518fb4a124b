"""Web pages in place of the API's answers: what they say, and those that HTTP.sys makes itself.

HTTP.sys is the part of Windows that listens for the Integration API. What it answers before the API
sees a request is a short English page ("Error logging in HTTP APIs" in Microsoft's documentation).
Pages are foreign text of any size: everything here is linear in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_LONGEST = 65_536
"""Characters of a page that are looked at."""
_UNSHOWN = frozenset({"script", "style"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_ERROR = "HTTP Error "


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of HTTP.sys, known by a part of what it says, in lower case, or by its status."""

    says: str
    cause: str
    next_step: str


TOO_LARGE = OwnPage(
    "request too long",
    "What the sign-in sends is larger than the server's limit for headers: the Kerberos ticket of "
    "an account in hundreds of groups is.",
    "Sign in by NTLM (--auth ntlm) or with an account in fewer groups, or raise MaxFieldLength and "
    r"MaxRequestBytes in HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters on the server.",
)

_OWN = (
    TOO_LARGE,
    OwnPage("size of the request headers is too long", TOO_LARGE.cause, TOO_LARGE.next_step),
    OwnPage("header field too long", TOO_LARGE.cause, TOO_LARGE.next_step),
    OwnPage(
        "invalid hostname",
        "HTTP.sys serves no such name: the server is addressed by an alias or an IP address that "
        "its URL reservation does not hold, or a proxy changes the name.",
        "Connect by the host's own DNS name, and without a proxy.",
    ),
    OwnPage(
        "requested resource is not found",
        "HTTP.sys answers in the API's place: the Integration API is not switched on, or its "
        "service does not run.",
        "Look at Settings > Integrations in Netwrix Auditor, and at its services.",
    ),
    OwnPage(
        "service is unavailable",
        "HTTP.sys answers in the API's place: its service does not run, or is starting.",
        "Look at the services of Netwrix Auditor, and try again in a while.",
    ),
    OwnPage(
        "bad request - invalid",
        "HTTP.sys does not understand the request: something in between has changed it.",
        "Connect to the server itself, without a proxy.",
    ),
    OwnPage(
        "timeout",
        "HTTP.sys gave up waiting for the request: the line is slow, or something in between "
        "holds it back.",
        "Try again, or connect to the server itself.",
    ),
)

ANY_PAGE = OwnPage(
    "",
    "This is a web page and not the API's answer: a proxy, or another program, answers.",
    "Check the address, and connect to the server itself.",
)


def own_page(body: bytes) -> OwnPage | None:
    """What a page of HTTP.sys means; None for other pages."""
    text = body[:_LONGEST].decode("utf-8", "replace")
    if _ERROR.lower() not in text.lower():
        return None
    said = " ".join(words for _, words in _texts(text)).lower()
    return next((page for page in _OWN if page.says in said), None)


def page_line(body: bytes) -> str:
    """What a page says in one line: its title, or what HTTP.sys says; empty where it says nothing.

    Text as it came: whoever shows it makes it visible and shortens it.
    """
    title = heading = error = first = ""
    for tag, words in _texts(body[:_LONGEST].decode("utf-8", "replace")):
        if tag == "title":
            title = title or words
        elif tag in _HEADINGS:
            heading = heading or words
        first = first or words
        if words.startswith(_ERROR) and not error:
            error = words[len(_ERROR) :].partition(" ")[2] or words
    if not error:
        return title or heading or first
    what = heading.removeprefix("Bad Request - ") or title
    return f"{what}: {error}" if what else error


def _texts(page: str) -> Iterator[tuple[str, str]]:
    """Each piece of text with the name of the tag before it, in lower case."""
    hidden = ""
    before, *pieces = page.split("<")
    if before.strip():
        yield "", _one_line(before)
    for piece in pieces:
        tag, end, text = piece.partition(">")
        name = tag[:20].split()[0].lower() if tag[:20].strip() else ""
        if hidden:
            hidden = "" if name == f"/{hidden}" else hidden
        elif name in _UNSHOWN:
            hidden = name
        if end and not hidden and text.strip():
            yield name, _one_line(text)


def _one_line(text: str) -> str:
    return next((line.strip() for line in unescape(text).splitlines() if line.strip()), "")
