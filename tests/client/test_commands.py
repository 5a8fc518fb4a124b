"""The curl and PowerShell forms of a request: what a real shell makes of them, byte for byte."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import AuthScheme, Connection, Secret
from netwrix_tui.client.curl_command import LONGEST_ARGUMENT, curl_command
from netwrix_tui.client.powershell_command import powershell_command, ps_quoted
from netwrix_tui.client.search_request import SearchRequest, search_request
from netwrix_tui.client.trust import CaFile, PinnedCertificate, SystemTrust, Thumbprint, Trust
from netwrix_tui.errors import WireError
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.shell_listener import ShellListener
from tests.curl_features import curl_knows
from tests.demo_process import Demo
from tests.posix import needs_terminal, pty
from tests.strategies import searches

WIRES = pytest.mark.parametrize("wire", list(WireFormat))
SHELLS = [shell for shell in ("sh", "bash", "zsh") if shutil.which(shell)]
BITES = (
    "O'Neil", "$(touch pwned)", "`touch pwned`", "${HOME}", "a\nb", "a\r\nb", "tab\there", "\\\\",
    "%s%n%1$d", "'\"'\"'", "!!", "-o /tmp/x", "@/etc/passwd", "\x7f\x9b2J", "\u202e", "‘’‚‛“”",
    "é漢\U0001f468", "'; exit 1; '", "\\'", "\\012", "&|<>;#~*?[]", "EOF\n", "'@\n",
)  # fmt: skip
PINNED = PinnedCertificate(Thumbprint("A1" * 20))


def connection(url: str = "http://127.0.0.1:1", **more: object) -> Connection:
    return Connection(url, **more)  # type: ignore[arg-type]


def ran(command: str, folder: Path, *, shell: str = "sh") -> str:
    """Runs a command; what it writes to standard output."""
    done = subprocess.run(
        [shell, "-c", command],
        cwd=folder,
        capture_output=True,
        start_new_session=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def ran_with_password(command: str, folder: Path, password: str) -> str:
    """The same in a terminal, where the password is typed at the prompt."""
    answer = folder / "answer"
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(folder)
        os.execvp("sh", ["sh", "-c", f"{command.rstrip()} > {answer}"])
    prompt = b""
    while b"password for user" not in prompt:
        prompt += os.read(terminal, 1024)
    os.write(terminal, password.encode() + b"\n")
    with suppress(OSError):  # the terminal ends with the command
        while os.read(terminal, 1024):
            pass
    _, status = os.waitpid(pid, 0)
    assert status == 0, prompt
    return answer.read_text()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shell")


@pytest.fixture(scope="module")
def listener() -> Iterator[ShellListener]:
    with ShellListener() as started:
        yield started


@WIRES
@settings(max_examples=40, deadline=None)
@given(parameters=searches)
def test_curl_sends_the_very_bytes_of_any_search(
    listener: ShellListener, folder: Path, wire: WireFormat, parameters: SearchParameters
) -> None:
    request = search_request(parameters, connection(listener.url), wire)
    ran(curl_command(request), folder)
    assert listener.requests[-1] == expected(request)


@WIRES
@pytest.mark.parametrize("shell", SHELLS)
def test_curl_survives_what_bites_a_shell(
    listener: ShellListener, folder: Path, wire: WireFormat, shell: str
) -> None:
    bites = [Filter("What", Operator.CONTAINS, text) for text in BITES]
    for parameters in (*(SearchParameters((bite,)) for bite in bites), SearchParameters((*bites,))):
        request = search_request(parameters, connection(listener.url), wire)
        ran(curl_command(request), folder, shell=shell)
        assert listener.requests[-1] == expected(request)
    assert not (folder / "pwned").exists()


@WIRES
def test_a_body_longer_than_an_argument_may_be(
    listener: ShellListener, folder: Path, wire: WireFormat
) -> None:
    long = SearchParameters((Filter("What", Operator.EQUALS, "100% \\ 'é" * LONGEST_ARGUMENT),))
    request = search_request(long, connection(listener.url), wire)
    # Into a file: as an argument of sh itself it would be too long as well.
    (folder / "command.sh").write_text(curl_command(request))
    ran("sh ./command.sh", folder)
    assert listener.requests[-1] == expected(request)


def expected(request: SearchRequest) -> tuple[str, str, str, bytes]:
    path = urlsplit(request.url).path + "?" + urlsplit(request.url).query
    media_type = request.wire.media_type if request.body is not None else ""
    return request.method, path, media_type, request.body or b""


@needs_terminal
@WIRES
@pytest.mark.parametrize("auth", [AuthScheme.AUTO, AuthScheme.DIGEST, AuthScheme.BASIC])
def test_curl_finds_on_the_demo_server_what_its_comments_promise(
    demo: Demo, tmp_path: Path, wire: WireFormat, auth: AuthScheme
) -> None:
    """The password at the prompt, and the certificate saved as the comment says."""
    if auth is AuthScheme.AUTO and not curl_knows("NTLM"):
        pytest.skip("this curl knows no NTLM")
    target = connection(
        demo.url,
        user=demo.reviewer.user,
        password=Secret(demo.reviewer.password),
        auth=auth,
        trust=PinnedCertificate(Thumbprint.parse(demo.sha256 or "")),
        page_size=7,
    )
    parameters = SearchParameters((Filter("Who", Operator.CONTAINS, "jane"),))
    command = curl_command(search_request(parameters, target, wire))
    assert demo.reviewer.password not in command
    assert ":".join(re.findall("..", demo.sha256 or "")) in command
    pem = ssl.get_server_certificate((target.host, target.port))
    (tmp_path / "127.0.0.1.pem").write_text(pem)
    answer = ran_with_password(command, tmp_path, demo.reviewer.password)
    if wire is WireFormat.JSON:
        assert len(json.loads(answer)["ActivityRecordList"]) == 7
    else:
        assert answer.count("<ActivityRecord>") == 7


@WIRES
def test_the_program_sends_the_same(listener: ShellListener, wire: WireFormat) -> None:
    parameters = SearchParameters((Filter("Who", Operator.CONTAINS, "O'Neil é"),))
    for search in (parameters, SearchParameters()):
        request = search_request(search, connection(listener.url), wire)

        async def run(search: SearchParameters = search) -> None:
            async with AuditorClient(connection(listener.url, wire=wire)) as client:
                with suppress(WireError):  # the answer is no page; the request counts
                    await client.search(search)

        before = len(listener.requests)
        asyncio.run(run())
        assert expected(request) in listener.requests[before:]


@pytest.mark.parametrize(
    ("auth", "user", "flag"),
    [
        (AuthScheme.AUTO, "CORP\\jane", "--ntlm"),
        (AuthScheme.NTLM, "CORP\\jane", "--ntlm"),
        (AuthScheme.DIGEST, "CORP\\jane", "--digest"),
        (AuthScheme.BASIC, "CORP\\jane", "--basic"),
        (AuthScheme.NEGOTIATE, "jane@corp.local", "--negotiate"),
        (AuthScheme.AUTO, "", "--negotiate"),
    ],
)
@pytest.mark.parametrize("trust", [SystemTrust(), CaFile(Path("/etc/it's.pem")), PINNED])
def test_scheme_and_trust_have_their_flags(
    auth: AuthScheme, user: str, flag: str, trust: Trust
) -> None:
    secret = "Correct Horse 7!"
    target = connection("https://nwx01", user=user, password=Secret(secret), auth=auth, trust=trust)
    request = search_request(SearchParameters(), target, WireFormat.JSON)
    command = curl_command(request)
    assert f"\ncurl {flag} \\\n" in command
    assert secret not in command + powershell_command(request)
    # Checking of the certificate is never switched off.
    assert not re.search(r"(^|\s)(-k|--insecure)\b", command)
    assert "SkipCertificateCheck" not in powershell_command(request)
    assert ("--cacert" in command) is not isinstance(trust, SystemTrust)


def test_the_password_itself_never_goes_over_plain_http_by_auto() -> None:
    target = connection("http://nwx01", user="CORP\\jane")
    assert "--ntlm" in curl_command(search_request(SearchParameters(), target, WireFormat.JSON))


# PowerShell: there is none to be had everywhere, so that its rules are read by a reader of our own.

_SINGLE_QUOTES = "'\u2018\u2019\u201a\u201b"
"""All of these begin, end and double in a single-quoted string ("about_Quoting_Rules")."""


def evaluated(expression: str) -> str:
    """What PowerShell makes of strings in single quotes and characters, joined by plus."""
    at, units, first = 0, [], True
    text = expression.removeprefix("(").removesuffix(")") if expression[0] == "(" else expression
    while at < len(text):
        if not first:
            assert text.startswith(" + ", at), text[at:]
            at += 3
        if text[at] in _SINGLE_QUOTES:
            at += 1
            while True:
                char = text[at]
                at += 1
                if char in _SINGLE_QUOTES:
                    if at < len(text) and text[at] in _SINGLE_QUOTES:
                        at += 1
                    else:
                        break
                units.append(ord(char))
        else:
            assert not first, "a character comes first: a string cannot be added to it"
            match = re.compile(r"\[char\]0x([0-9A-F]{4})").match(text, at)
            assert match is not None, text[at:]
            units.append(int(match[1], 16))
            at = match.end()
        first = False
    return b"".join(unit.to_bytes(2) for unit in units).decode("utf-16-be")


@given(st.text(st.characters(exclude_categories=("Cs",))) | st.sampled_from(BITES))
def test_powershell_strings_mean_the_text(text: str) -> None:
    quoted = ps_quoted(text)
    assert evaluated(quoted) == text
    assert quoted.isascii()
    assert quoted.isprintable()


@WIRES
@given(parameters=searches)
def test_powershell_sends_the_very_bytes(wire: WireFormat, parameters: SearchParameters) -> None:
    request = search_request(parameters, connection("https://nwx01", user="CORP\\jane"), wire)
    command = powershell_command(request)
    body = re.search(r"GetBytes\((.*)\)$", command, re.MULTILINE)
    assert (evaluated(body[1]).encode() if body else None) == request.body
    assert "Get-Credential -UserName 'CORP\\jane'" in command


@pytest.mark.skipif(shutil.which("pwsh") is None, reason="there is no PowerShell here")
@pytest.mark.parametrize("text", BITES)
def test_powershell_itself_agrees(text: str, tmp_path: Path) -> None:
    script = tmp_path / "say.ps1"
    script.write_text(
        f"[Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes({ps_quoted(text)}))"
    )
    done = subprocess.run(["pwsh", "-NoProfile", "-File", script], capture_output=True, check=True)
    assert base64.b64decode(done.stdout).decode() == text
