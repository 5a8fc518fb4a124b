"""README's first lines in their Windows form, as far as no console is needed, and SSPI that fails.

On Windows the names of the lines are those of Windows: the rest runs everywhere.
"""

from __future__ import annotations

import os
import re
import sys

import pytest

from tests.checkout import CHECKOUT
from tests.demo_process import DemoServers
from tests.headless.commands import run

README = CHECKOUT / "README.md"
_SCHEMES = ("ntlm", "negotiate", "digest", "basic")
_POWERSHELL = re.compile(r"```powershell\n(python -m venv \.venv; .*)\n```")


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_the_demo_answers_a_search_by_each_scheme(demo_servers: DemoServers, scheme: str) -> None:
    demo = demo_servers.shared(records=100, auth=scheme)
    done = run(demo, "search", "--limit", "3", "--auth", scheme)
    assert (done.status, len(done.records)) == (0, 3), done.err
    assert done.err.count("\n") <= 1


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_a_wrong_password_is_refused_in_a_sentence(demo_servers: DemoServers, scheme: str) -> None:
    demo = demo_servers.shared(records=100, auth=scheme)
    done = run(demo, "search", "--auth", scheme, NETWRIX_API_PASSWORD="wrong")
    assert done.status == 3
    assert "refused the account" in done.err
    assert "Traceback" not in done.err


def test_readme_has_both_first_lines_for_powershell() -> None:
    lines = _POWERSHELL.findall(README.read_text(encoding="utf-8"))
    assert lines == [
        r"python -m venv .venv; .venv\Scripts\pip install -q .; .venv\Scripts\netwrix-tui demo",
        r"python -m venv .venv; .venv\Scripts\pip install -q -e '.[test]'; .venv\Scripts\pytest",
    ]


@pytest.mark.parametrize("words", [("demo",), ("open", "none.nwcase")])
def test_without_a_console_the_explorer_says_so(
    demo_servers: DemoServers, words: tuple[str, ...]
) -> None:
    done = run(demo_servers.shared(records=100, auth="basic"), *words)
    assert done.status == 2
    assert "needs a terminal" in done.err


@pytest.mark.skipif(sys.platform != "win32", reason="Windows has SSPI")
@pytest.mark.parametrize("is_own", [False, True])
def test_where_sspi_fails_a_sentence_says_it(demo_servers: DemoServers, is_own: bool) -> None:
    """By NTLM: Wine 8 itself falls over where it is asked for Negotiate."""
    if "sitecustomize" not in sys.modules:
        pytest.skip("SSPI works on Windows itself; Wine has no package for it")
    demo = demo_servers.shared(records=100, auth="ntlm")
    own = {"NETWRIX_API_USERNAME": "", "NETWRIX_API_PASSWORD": ""} if is_own else {}
    done = run(demo, "search", "--auth", "ntlm", NETWRIX_TUI_SSPI="1", **own)
    assert done.status == 3
    assert done.out == b""
    said = " ".join(done.err.split())
    assert "Traceback" not in said
    assert "can be prepared" in said
    assert "security package" in said
    assert os.environ.get("NETWRIX_TUI_SSPI") is None
