"""Connection settings of one server: address, account, trust. Imports no HTTP library."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from netwrix_tui.client.trust import SystemTrust, Trust
from netwrix_tui.errors import UsageError
from netwrix_tui.wire.element_names import BASE_PATH
from netwrix_tui.wire.wire_format import WireFormat

DEFAULT_PORT = 9699
"""Port and path of the API's endpoints ("API Endpoints" in the vendor's documentation)."""

MOST_AT_A_TIME, USUAL_AT_A_TIME = 8, 4
"""Requests of one search that may be under way at a time, whoever wants more; where nobody says."""

_NAME = re.compile(r"\w(?:[\w.-]*\w)?\.?")
"""A host's name; Windows names may hold underscores, and international ones any letter."""


_LONGEST_LABEL, _LONGEST_NAME = 63, 253


class AuthScheme(StrEnum):
    """How the account is proven. AUTO takes the strongest that the server offers."""

    AUTO = "auto"
    NEGOTIATE = "negotiate"
    NTLM = "ntlm"
    DIGEST = "digest"
    BASIC = "basic"

    @property
    def spelling(self) -> str:
        """Its name as the server's challenges spell it."""
        return "NTLM" if self is AuthScheme.NTLM else self.value.capitalize()


class Secret:
    """A password that no repr, log line or traceback of this object shows.

    ``is_typed`` says that somebody has just typed it: a refused one may go out again then. Two of
    the same text are equal, whether typed or not.
    """

    __slots__ = ("_text", "is_typed")

    def __init__(self, text: str, *, is_typed: bool = False) -> None:
        self._text = text
        self.is_typed = is_typed

    def reveal(self) -> str:
        """The password itself, for the one place that sends it."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("A secret is not written anywhere.")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. ``read`` is the longest silence within an answer: a search over all takes minutes.

    ``answer`` bounds a request and its answer as a whole. ``sign_in`` bounds each step of a
    sign-in, whose questions are cheap: as a whole, too.
    """

    connect: float = 10.0
    read: float = 300.0
    write: float = 60.0
    answer: float = 900.0
    sign_in: float = 30.0


@dataclass(frozen=True, slots=True)
class Connection:
    """One account at one server. Raises UsageError where the parts do not fit together.

    ``url`` may be a bare name, ``name:port`` or a whole address; it is kept as the API's base,
    which ends in a slash. ``user`` may be ``DOMAIN\\user``, ``DOMAIN/user``, ``user@domain`` or
    ``user``. Plain ``http://`` is a documented way to run the server; ``allow_plain_http`` is what
    lets the password itself (Basic) travel over it. ``parallel`` is how many requests of a search
    may be under way at a time.
    """

    url: str
    user: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))
    auth: AuthScheme = AuthScheme.AUTO
    trust: Trust = field(default_factory=SystemTrust)
    wire: WireFormat = WireFormat.JSON
    page_size: int = 1000
    parallel: int = USUAL_AT_A_TIME
    allow_plain_http: bool = False
    timeouts: Timeouts = field(default_factory=Timeouts)

    def __post_init__(self) -> None:
        object.__setattr__(self, "url", base_url(self.url))
        object.__setattr__(self, "user", account_name(self.user))
        if self.page_size < 1:
            raise UsageError("A page holds at least one record.", next_step="1,000 is usual.")
        if self.auth is AuthScheme.BASIC and not self.may_send_password:
            raise UsageError(
                "Basic would send the password in the clear.",
                cause="The address begins with http://.",
                next_step="Use https://, or NTLM; or allow it by --allow-plain-http, or by "
                "allow_plain_http = true in the profile.",
            )

    @property
    def host(self) -> str:
        """The server's name or address, without the port."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """The server's port."""
        return urlsplit(self.url).port or DEFAULT_PORT

    @property
    def server(self) -> str:
        """``name:port``, as messages call the server."""
        return urlsplit(self.url).netloc

    @property
    def is_encrypted(self) -> bool:
        """False for plain ``http://``, which deserves a warning on the screen."""
        return self.url.startswith("https:")

    @property
    def is_addressed_by_ip(self) -> bool:
        """True where the server is named by its IP address, which Kerberos cannot work with."""
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return False
        return True

    @property
    def may_send_password(self) -> bool:
        """True where the password itself may travel: over TLS, or by the user's explicit word."""
        return self.is_encrypted or self.allow_plain_http


def base_url(text: str) -> str:
    """The API's base for a server as people and other tools write it. Raises UsageError.

    A path may end before or behind the base, in an endpoint and its options; a dot at the end of
    the name, which TLS and Kerberos do not know, is dropped.

    >>> base_url("nwx01")
    'https://nwx01:9699/netwrix/api/v1/activity_records/'
    >>> base_url("https://nwx01.:9699/netwrix/api/v1/activity_records/enum?format=json")
    'https://nwx01:9699/netwrix/api/v1/activity_records/'
    """
    given = text.strip()
    parts = _split(given if "://" in given else f"https://{given}")
    host = (parts.hostname or "").lower().removesuffix(".")
    shown_host = f"[{host}]" if ":" in host else host
    port = parts.port if parts.port is not None else DEFAULT_PORT
    return f"{parts.scheme}://{shown_host}:{port}{_base_path(parts.path)}/"


def _base_path(path: str) -> str:
    """The path of the API's base, whose beginning or whose endpoint may be what was given."""
    base = BASE_PATH.rstrip("/")
    given = path.rstrip("/")
    for endpoint in _ENDPOINTS:
        if given.lower().endswith(f"{base}/{endpoint}"):
            given = given[: -len(endpoint) - 1]
    if given.lower().endswith(base):
        return given[: -len(base)] + base
    steps = base.split("/")[1:]
    for count in range(len(steps), 0, -1):
        beginning = "/" + "/".join(steps[:count])
        if given.lower().endswith(beginning):
            return given[: -len(beginning)] + base
    if given:
        raise _not_an_address(
            f"Its path does not end in {BASE_PATH}: drop what stands behind the name and the port."
        )
    return base


_ENDPOINTS = ("enum", "search")
_OPTIONS = frozenset({"format", "count"})
"""What other tools put behind an endpoint, which is chosen here for each request."""


def server_name(text: str) -> str:
    """A server as messages call it, for any way to write it: ``nwx01:9700``.

    >>> server_name("https://nwx01/netwrix/api/v1/activity_records")
    'nwx01:9699'
    """
    return urlsplit(base_url(text)).netloc


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _not_an_address("Its port or IP address is not valid.") from error
    if "@" in parts.netloc:
        raise _not_an_address(
            "It holds a user name: drop what stands before the @; the account is given on its own."
        )
    if parts.scheme not in ("http", "https"):
        raise _not_an_address("It does not begin with https:// or http://.")
    host = parts.hostname or ""
    if not _is_host(host) or port == 0:
        if _NAME.fullmatch(host) and port != 0:
            raise _not_an_address(
                "Its name cannot be one: a part between dots is empty or has over 63 characters, "
                "or all have over 253."
            )
        raise _not_an_address("It names no server.")
    if parts.fragment or "#" in address:
        raise _not_an_address("It ends in a fragment: drop what stands behind the #.")
    named = {option.partition("=")[0].lower() for option in parts.query.split("&") if option}
    if named - _OPTIONS:
        raise _not_an_address("It ends in a query: drop what stands behind the ?.")
    return parts


def _is_host(host: str) -> bool:
    if ":" not in host:
        return _NAME.fullmatch(host) is not None and _can_be_asked_for(host.removesuffix("."))
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True


def _can_be_asked_for(name: str) -> bool:
    """True where DNS can be asked for a name: RFC 1035 bounds each label, and all of them."""
    labels = name.split(".")
    if not name.isascii():
        try:
            labels = [label.encode("idna").decode("ascii") for label in labels]
        except UnicodeError:
            return False
    fits = all(1 <= len(label) <= _LONGEST_LABEL for label in labels)
    return fits and len(".".join(labels)) <= _LONGEST_NAME


def _not_an_address(cause: str) -> UsageError:
    # The text itself is not repeated: it may hold a password that was typed into the wrong place.
    return UsageError(
        "This is not the address of an Integration API.",
        cause=cause,
        next_step=f"Give the server's name, as nwx01, or https://nwx01:{DEFAULT_PORT}.",
    )


def not_a_name(connection: Connection) -> UsageError:
    """The error for a host that DNS could be asked for, and that no URL may hold."""
    return UsageError(
        f"{connection.host} cannot be a server's name.",
        next_step="Check the spelling of the address.",
    )


def account_name(text: str) -> str:
    """The account as the sign-in takes it: ``DOMAIN/user`` becomes ``DOMAIN\\user``.

    Raises UsageError for bytes that are no text, and for control characters.
    """
    name = text.strip().replace("\\\\", "\\")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise UsageError(
            "The user name holds a character that cannot be sent.",
            cause="It is a control character, or a byte that is not text in this locale.",
            next_step="Type it anew, as CORP\\jane, in a terminal that is set to UTF-8.",
        )
    if "\\" not in name and "@" not in name and name.count("/") == 1:
        return name.replace("/", "\\")
    return name
