"""What a server, a proxy or a certificate's judge says stays a quotation in every sentence."""

from __future__ import annotations

import json
import ssl

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from netwrix_tui.client.auth import choose_scheme
from netwrix_tui.client.challenges import challenges, scheme_names
from netwrix_tui.client.connection import Connection
from netwrix_tui.client.http_errors import http_error
from netwrix_tui.client.transport_errors import certificate_not_trusted
from netwrix_tui.client.write_answers import write_failure
from netwrix_tui.doctor.check_result import CheckResult, lines_of
from netwrix_tui.doctor.signing_in import schemes_finding
from netwrix_tui.errors import NetwrixTuiError, SignInFailed
from tests.client.hostile_certificates import FORGED, padded
from tests.strategies import any_text

HERE = Connection("nwx01", "jane")
ROW = "ok       sign-in     DEAD is signed in"
PADDED = [
    padded(" ", 59) + ROW,
    "\n".join([ROW, FORGED]),
    ("x" * 58 + " ") * 3 + FORGED,
    "”" + " " * 70 + FORGED,
    "\u2028" * 90 + FORGED,
    "\u3000" * 40 + ROW,
    "Who is empty. " * 3 + FORGED,
    "DEAD" * 2_000,
]


def answer(status: int, body: bytes, reason: str = "", **headers: str) -> httpx.Response:
    """An answer as it arrives, with a reason phrase of somebody's own."""
    extensions = {"reason_phrase": reason.encode("ascii", "replace")}
    safe = {name: value.encode("utf-8") for name, value in headers.items()}
    return httpx.Response(status, content=body, headers=safe, extensions=extensions)


def says(error: NetwrixTuiError, width: int) -> list[str]:
    """How the doctor and the connect screen tell it; each row is checked."""
    told = lines_of(CheckResult.failed("page", error), width).split("\n")
    assert told[0].startswith("failed   page")
    quoted = False
    for row in told:
        assert row.isprintable()
        begin = row.strip().removeprefix("failed   page").strip()
        assert not quoted or begin.startswith("“"), told
        assert "DEAD" not in row.split("“")[0], told
        if "“" in row:
            assert cell_len(row) <= width, told
        last = max(row.rfind("“"), row.rfind("”"))
        quoted = quoted if last < 0 else row[last] == "“"
    assert not quoted
    return told


def error_list(category: str, description: str, location: str) -> bytes:
    entry = {"Category": category, "Description": description, "Location": location}
    return json.dumps({"ErrorList": [entry]}).encode()


@pytest.mark.parametrize("width", [50, 80, 100])
@pytest.mark.parametrize("lie", PADDED, ids=range(len(PADDED)))
def test_no_answer_makes_a_row(lie: str, width: int) -> None:
    for made in (http_error, write_failure):
        for body in (
            error_list("InputError", lie, ""),
            error_list(lie, "No.", lie),
            error_list("", "", lie),
            f"<title>{lie}</title>".encode("utf-8", "replace"),
            lie.encode("utf-8", "replace"),
        ):
            for status in (400, 599):
                error = made(answer(status, body, lie), body, HERE)
                assert error is not None
                says(error, width)
    moved = answer(302, b"", lie, Location=lie.replace("\n", " "))
    says(http_error(moved, b"", HERE), width)


@given(any_text, any_text, any_text, st.integers(50, 130))
def test_no_error_list_at_all_makes_a_row(one: str, two: str, three: str, width: int) -> None:
    body = error_list(one, two + FORGED, three)
    says(http_error(answer(400, body, "DEAD"), body, HERE), width)


def test_what_the_documentation_names_is_no_quotation() -> None:
    place = "/ActivityRecordList/ActivityRecord[2]/Who"
    body = error_list("InputError", "Who is empty.", place)
    assert http_error(answer(400, body, "Bad Request"), body, HERE).what == (
        f"nwx01:9699 answered 400 Bad Request: InputError: “Who is empty.”, at {place}."
    )
    assert http_error(answer(503, b"", ""), b"", HERE).what == (
        "nwx01:9699 answered 503 Service Unavailable."
    )
    assert http_error(answer(503, b"", "Busy"), b"", HERE).what == "nwx01:9699 answered 503 “Busy”."


def test_schemes_nobody_knows_are_quoted_and_counted() -> None:
    header = ", ".join(["NTLM", "DEAD-" + "x" * 400, *(f"Scheme{n}" for n in range(50))])
    offered = challenges(httpx.Response(401, headers={"WWW-Authenticate": header}))
    names = [challenge.scheme for challenge in offered]
    shown = scheme_names(names)
    assert shown.startswith("NTLM, “dead-xxx")
    assert shown.endswith(" and 44 more")
    assert len(shown) < 200
    assert schemes_finding(tuple(names)).says == f"the server takes {shown}"
    with pytest.raises(SignInFailed) as caught:
        choose_scheme(HERE, tuple(c for c in offered if c.scheme != "ntlm"))
    says(caught.value, 80)


@pytest.mark.parametrize("lie", PADDED, ids=range(len(PADDED)))
def test_names_in_a_verdict_of_the_system_are_quoted(lie: str) -> None:
    """Elsewhere than with OpenSSL it holds the certificate's own name."""
    verdict = ssl.SSLCertVerificationError("no")
    verdict.verify_message = f"“{lie}” certificate is not trusted"
    says(certificate_not_trusted(HERE, verdict, b"certificate"), 80)
    verdict.verify_message = "Hostname mismatch, certificate is not valid for 'nwx01'."
    error = certificate_not_trusted(HERE, verdict, b"certificate")
    assert "is not trusted: Hostname mismatch; nothing was sent." in error.what
