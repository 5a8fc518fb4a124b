"""Answers to a proof by which HTTP.sys, or a proxy, turns it away before the API sees it.

Of the account they say nothing, though they are no 401: a ticket may be too large for a header, or
the name not served. Whoever took them for a sign-in would go on without one.
"""

from __future__ import annotations

import httpx

from netwrix_tui.client.http_errors import is_web_page
from netwrix_tui.client.web_pages import own_page

_HEADERS_TOO_LARGE = 431
LONGEST_PAGE = 65_536
"""Bytes of such a page that are read."""


def may_be_turned_away(response: httpx.Response) -> bool:
    """True where the body has to be looked at, which is not the API's then."""
    if response.status_code == _HEADERS_TOO_LARGE:
        return True
    is_page = "html" in response.headers.get("Content-Type", "").lower()
    return response.status_code == httpx.codes.BAD_REQUEST and is_page


def is_certain(response: httpx.Response, body: bytes) -> bool:
    """True where the API has not seen the request: what it would have written is not stored."""
    is_own = is_web_page(response, body) and own_page(body) is not None
    return is_own or response.status_code == _HEADERS_TOO_LARGE
