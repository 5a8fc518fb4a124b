"""What a 401 offers: several headers, or several challenges in one."""

from __future__ import annotations

import base64

import httpx
import pytest

from netwrix_tui.client.auth import choose_scheme
from netwrix_tui.client.challenges import Challenge, challenges, token_of
from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.errors import SignInFailed


def unauthorized(*headers: str) -> httpx.Response:
    return httpx.Response(401, headers=[("WWW-Authenticate", h) for h in headers])


@pytest.mark.parametrize(
    ("headers", "schemes"),
    [
        (["Negotiate", "NTLM", 'Basic realm="x"'], ["negotiate", "ntlm", "basic"]),
        (['Negotiate, NTLM, Basic realm="x"'], ["negotiate", "ntlm", "basic"]),
        (
            ['Digest qop="auth,auth-int", realm="NTLM, Basic", nonce="a=,b", algorithm=MD5, NTLM'],
            ["digest", "ntlm"],
        ),
        (['basic charset="UTF-8",realm="say \\"NTLM\\", please"'], ["basic"]),
        (["nTLM"], ["ntlm"]),
        ([""], []),
        ([], []),
    ],
)
def test_every_offered_scheme_is_read(headers: list[str], schemes: list[str]) -> None:
    assert [c.scheme for c in challenges(unauthorized(*headers))] == schemes


def test_the_token_belongs_to_its_scheme() -> None:
    token = base64.b64encode(b"NTLMSSP\0\2\0").decode()
    response = unauthorized(f"Negotiate, NTLM {token}")
    assert challenges(response) == (
        Challenge("negotiate"),
        Challenge("ntlm", b"NTLMSSP\0\2\0"),
    )
    assert token_of(response, "ntlm") == b"NTLMSSP\0\2\0"
    assert token_of(response, "negotiate") is None
    assert token_of(unauthorized("NTLM not*base64"), "ntlm") is None
    assert token_of(unauthorized("NTLM AAAAA"), "ntlm") is None


def test_parameters_are_freed_from_their_quotes() -> None:
    header = 'Digest realm="say \\"a, b\\"", Nonce=abc , stale = true, Basic realm=x'
    digest, basic = challenges(unauthorized(header))
    assert digest.parameter("realm") == 'say "a, b"'
    assert (digest.parameter("nonce"), digest.parameter("stale")) == ("abc", "true")
    assert digest.parameter("qop") is None
    assert basic.parameters == (("realm", "x"),)


@pytest.mark.parametrize("header", ['a="' + '\\\\"' * 50_000, "a" * 100_000 + '="' + "b" * 100_000])
def test_a_header_without_an_end_is_read_at_once(header: str) -> None:
    # Quadratic, this took minutes.
    assert challenges(unauthorized(f"NTLM, Basic {header}"))[0].scheme == "ntlm"


def test_what_is_behind_an_open_quote_is_read_all_the_same() -> None:
    found = challenges(unauthorized('Basic realm="x, NTLM'))
    assert [challenge.scheme for challenge in found] == ["basic", "ntlm"]


def account(url: str = "nwx01", auth: AuthScheme = AuthScheme.AUTO, **more: bool) -> Connection:
    return Connection(url, "jane", Secret("x"), auth, **more)  # type: ignore[arg-type]


NTLM, BASIC, NEGOTIATE = Challenge("ntlm"), Challenge("basic"), Challenge("negotiate")
DIGEST = Challenge("digest", None, (("nonce", "1"), ("qop", "auth"), ("algorithm", "MD5")))
UNKNOWN = Challenge("digest", None, (("nonce", "1"), ("qop", "auth"), ("algorithm", "SHA-9")))


def test_the_strongest_scheme_on_offer_is_taken() -> None:
    assert choose_scheme(account(), (BASIC, NTLM)) is AuthScheme.NTLM
    assert choose_scheme(account(), (BASIC, DIGEST)) is AuthScheme.DIGEST
    assert choose_scheme(account(), (DIGEST, NEGOTIATE)) is AuthScheme.NEGOTIATE
    assert choose_scheme(account(auth=AuthScheme.BASIC), (BASIC, NTLM)) is AuthScheme.BASIC
    plain = account("http://nwx01", AuthScheme.BASIC, allow_plain_http=True)
    assert choose_scheme(plain, (BASIC,)) is AuthScheme.BASIC
    assert choose_scheme(account("http://nwx01"), (BASIC, NTLM)) is AuthScheme.NTLM


@pytest.mark.parametrize(
    ("connection", "offered", "named"),
    [
        (account("http://nwx01"), (BASIC,), "unencrypted"),
        (account("http://nwx01"), (BASIC,), "--auth basic, with --allow-plain-http"),
        (account(), (UNKNOWN, BASIC), "choose it: --auth basic."),
        (account(), (UNKNOWN,), "offers Digest"),
        (account(auth=AuthScheme.NTLM), (BASIC, DIGEST), "offers Basic, Digest"),
        (account(auth=AuthScheme.BASIC), (NTLM,), "offers NTLM"),
        (account(), (), "no scheme"),
        (Connection("nwx01"), (NTLM,), "--user"),
    ],
)
def test_where_no_scheme_fits_the_offer_is_named(
    connection: Connection, offered: tuple[Challenge, ...], named: str
) -> None:
    with pytest.raises(SignInFailed) as caught:
        choose_scheme(connection, offered)
    assert named in caught.value.sentence()
    assert caught.value.next_step
