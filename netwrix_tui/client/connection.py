"""Connection settings of one server: address, account, trust. Imports no HTTP library."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from netwrix_tui.client.trust import SystemTrust, Trust
from netwrix_tui.errors import UsageError
from netwrix_tui.wire.element_names import BASE_PATH
from netwrix_tui.wire.wire_format import WireFormat

DEFAULT_PORT = 9699
"""Port and path of the API's endpoints ("API Endpoints" in the vendor's documentation)."""

_NAME = re.compile(r"\w(?:[\w.-]*\w)?\.?")
"""A host's name; Windows names may hold underscores, and international ones any letter."""


_LONGEST_NAME = 254
"""Characters that DNS has room for, the final dot included (RFC 1035, 2.3.4)."""


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

    ``sign_in`` bounds each step of a sign-in, whose questions are cheap.
    """

    connect: float = 10.0
    read: float = 300.0
    write: float = 60.0
    sign_in: float = 30.0


@dataclass(frozen=True, slots=True)
class Connection:
    """One account at one server. Raises UsageError where the parts do not fit together.

    ``url`` may be a bare name, ``name:port`` or a whole address; it is kept as the API's base,
    which ends in a slash. ``user`` may be ``DOMAIN\\user``, ``DOMAIN/user``, ``user@domain`` or
    ``user``. Plain ``http://`` is a documented way to run the server; ``allow_plain_http`` is what
    lets the password itself (Basic) travel over it.
    """

    url: str
    user: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))
    auth: AuthScheme = AuthScheme.AUTO
    trust: Trust = field(default_factory=SystemTrust)
    wire: WireFormat = WireFormat.JSON
    page_size: int = 1000
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
    """The API's base for a server as people name it. Raises UsageError.

    >>> base_url("nwx01")
    'https://nwx01:9699/netwrix/api/v1/activity_records/'
    """
    given = text.strip()
    parts = _split(given if "://" in given else f"https://{given}")
    path = parts.path.rstrip("/")
    if not path:
        path = BASE_PATH.rstrip("/")
    elif not path.endswith(BASE_PATH.rstrip("/")):
        raise _not_an_address(f"Its path does not end in {BASE_PATH}")
    host = (parts.hostname or "").lower()
    shown_host = f"[{host}]" if ":" in host else host
    port = parts.port if parts.port is not None else DEFAULT_PORT
    return f"{parts.scheme}://{shown_host}:{port}{path}/"


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
        raise _not_an_address("It holds a user name; the account is given on its own.")
    if parts.scheme not in ("http", "https"):
        raise _not_an_address("It does not begin with https:// or http://.")
    if not _is_host(parts.hostname or "") or port == 0:
        raise _not_an_address("It names no server.")
    if parts.query or parts.fragment:
        raise _not_an_address("It ends in a query.")
    return parts


def _is_host(host: str) -> bool:
    if ":" not in host:
        return len(host) <= _LONGEST_NAME and _NAME.fullmatch(host) is not None
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True


def _not_an_address(cause: str) -> UsageError:
    # The text itself is not repeated: it may hold a password that was typed into the wrong place.
    return UsageError(
        "This is not the address of an Integration API.",
        cause=cause,
        next_step=f"Give the server's name, as nwx01, or https://nwx01:{DEFAULT_PORT}.",
    )


def account_name(text: str) -> str:
    """The account as the sign-in takes it: ``DOMAIN/user`` becomes ``DOMAIN\\user``."""
    name = text.strip().replace("\\\\", "\\")
    if "\\" not in name and "@" not in name and name.count("/") == 1:
        return name.replace("/", "\\")
    return name
