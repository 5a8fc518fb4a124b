"""What can go wrong, as one tree. Every error tells an admin what to do next.

::

    NetwrixTuiError
    ├── UsageError              what the user typed cannot be used: an option, a filter, a time
    ├── WireError               bytes that are not what the Integration API describes
    │   ├── Malformed           neither JSON nor XML, or not well-formed
    │   ├── BrokenPage          a page that ends before it is whole
    │   └── ServerRepeats       pages that were sent already come again and again
    ├── StorageFull                  records cannot be kept on disk, or read back from it
    ├── ConnectionFailed        no answer came at all
    │   ├── Unreachable         name unknown, port closed, connection refused
    │   ├── TimedOut            nothing, or not enough, within the time allowed
    │   │   └── ServerSilent    whatever it is asked: a narrower question changes nothing
    │   ├── ConnectionLost      the connection ended in the middle of an answer
    │   ├── NotHttp             what answers does not keep the rules of HTTP
    │   ├── WriteInDoubt        records were sent, and nothing says whether they were stored
    │   └── TlsFailed           no TLS could be agreed on
    │       └── CertificateNotTrusted   the certificate is not the pinned one, or not trusted
    ├── SignInFailed            no sign-in: no scheme fits, or a ticket, a clock, a policy is wrong
    │   ├── AccountRefused      the server refused the account or its password
    │   └── RoleMissing         the account is signed in, and may not do what was asked (401)
    └── ServerRefused           any other answer than 200, with what the server says about it

An error's text is one sentence that says what happened; ``cause`` names the likely reason and
``next_step`` what to do about it. None of the three ever holds a password or a token. What somebody
else says, as a server or a certificate, is quoted in them (:mod:`netwrix_tui.foreign_text`), and
whoever breaks them into rows does so by its ``rows``. The fields of :class:`ServerRefused` are as
they came.
"""

from __future__ import annotations


class NetwrixTuiError(Exception):
    """Root of the tree: what happened, the likely cause, and the next step."""

    def __init__(self, what: str, *, cause: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.cause = cause
        self.next_step = next_step
        self.server = ""
        """The name of the server where several are asked; the sentence begins with it."""

    def sentence(self) -> str:
        """What happened, why, and what to do, as one line of text."""
        said = " ".join(part for part in (self.what, self.cause, self.next_step) if part)
        return f"{self.server}: {said}" if self.server else said


class UsageError(NetwrixTuiError):
    """What the user typed cannot be used; nothing was sent."""


class StorageFull(NetwrixTuiError):
    """Records cannot be kept on disk: it is full, or a bound was reached, or it fails."""


class WireError(NetwrixTuiError):
    """Bytes that do not have the form that the Integration API describes.

    ``category`` is the vendor's word for it where a server answers with this error (``XMLError`` or
    ``InputError``); ``location`` names the element as a path, where it is known.
    """

    def __init__(
        self,
        what: str,
        *,
        cause: str = "",
        next_step: str = "",
        category: str = "InputError",
        location: str = "",
    ) -> None:
        super().__init__(what, cause=cause, next_step=next_step)
        self.category = category
        self.location = location


class Malformed(WireError):
    """Bytes that are neither well-formed JSON nor well-formed XML."""


class BrokenPage(WireError):
    """An answer that ends, or stops making sense, before the page is whole."""


class ServerRepeats(WireError):
    """The server goes in circles: following its marks brings nothing new any more."""

    def __init__(self, requests: int, cause: str) -> None:
        many = "request" if requests == 1 else "requests"
        super().__init__(
            f"The server repeats pages that it has sent: ended after {requests:,} {many}.",
            cause=cause,
            next_step="What was read stays, but there may be more; try again, or search a "
            "narrower time.",
        )
        self.requests = requests


class TimeNotHeeded(WireError):
    """The server sends records from outside the time that it was asked for."""

    def __init__(self) -> None:
        super().__init__(
            "The server sent records from outside the time that it was asked for.",
            cause="Slices of time are no whole search then.",
            next_step="What was read stays; --parallel 1, or parallel = 1 in its profile, asks for "
            "one page after the other.",
        )


class ConnectionFailed(NetwrixTuiError):
    """No whole answer came from the server. Reads may be tried again."""


class Unreachable(ConnectionFailed):
    """The server's name or port cannot be reached."""


class TimedOut(ConnectionFailed):
    """The server did not answer within the time allowed."""


class ServerSilent(TimedOut):
    """The server is silent whatever it is asked: a narrower search would be waited for in vain.

    It took no connection, it left a question of the sign-in unanswered, or one search after the
    other, each for less.
    """


class ConnectionLost(ConnectionFailed):
    """The connection ended in the middle of an answer."""


class NotHttp(ConnectionFailed):
    """What answered is not HTTP, or breaks its rules: the same question gets the same answer."""


class WriteInDoubt(ConnectionFailed):
    """Records went out, and no answer says whether the server has stored them.

    They may be in. Whoever sends them again without a look may have them there twice.
    ``instead`` is what happened instead of a plain answer, as a sentence.
    """

    instead = ""


class TlsFailed(ConnectionFailed):
    """No TLS connection could be agreed on; nothing was sent."""


class CertificateNotTrusted(TlsFailed):
    """The server's certificate is neither the pinned one nor trusted; nothing was sent.

    ``certificate`` is the DER certificate that the server showed, or None where it is not known.
    """

    def __init__(
        self,
        what: str,
        *,
        cause: str = "",
        next_step: str = "",
        certificate: bytes | None = None,
    ) -> None:
        super().__init__(what, cause=cause, next_step=next_step)
        self.certificate = certificate


class SignInFailed(NetwrixTuiError):
    """The account could not be signed in, or may not do what was asked."""


class AccountRefused(SignInFailed):
    """The server refused the account. Its password was sent once and is not sent again."""


class RoleMissing(SignInFailed):
    """The server knows the account, which has no role that allows what was asked."""


class ServerRefused(NetwrixTuiError):
    """An answer other than 200.

    ``status`` is the HTTP status code; ``category``, ``description`` and ``location`` are the first
    entry of the server's error list ("Response Status Codes" and "Error Details" in the vendor's
    documentation), empty where it sent none.
    """

    def __init__(
        self,
        what: str,
        *,
        status: int,
        cause: str = "",
        next_step: str = "",
        category: str = "",
        description: str = "",
        location: str = "",
    ) -> None:
        super().__init__(what, cause=cause, next_step=next_step)
        self.status = status
        self.category = category
        self.description = description
        self.location = location
