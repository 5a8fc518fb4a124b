"""The view as a command: whatever is in it, a shell hands on just that, and runs nothing else."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwrix_tui.cli_parser import parsed
from netwrix_tui.errors import UsageError
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import line_of, plan_of
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.searches.start_view import StartView
from netwrix_tui.tui.output.view_command import powershell_line, shell_line, source_words
from netwrix_tui.tui.session.server_session import server_session
from netwrix_tui.tui.session.session import Session
from tests.demo_process import Demo
from tests.strategies import hostile_text, xml_text
from tests.tui.driving import Driver, connection_to, drive

_WORDS = ["netwrix-tui", "--server", "https://nwx01:9699/netwrix/api/v1", "--user", "CORP\\o'neil"]
_HOSTILE = (
    "$(touch pwned)", "`touch pwned`", "'; touch pwned; '", '"; touch pwned; "', "a\nb", "\x1b[31m",
    "!!", "~", "*", "\\", "-rf", "\u202e", "‘; touch pwned; ’", "%PATH%", "\ud83d", "url:x", " a ",
    "\x00",
)  # fmt: skip
_texts = st.sampled_from(_HOSTILE) | hostile_text | xml_text
_fields = st.sampled_from(("when", "who", "what", "object_type", "rid", "undone"))
_views = st.builds(
    StartView,
    query=st.none() | _texts,
    quick_filter=_texts,
    columns=st.lists(_fields | st.just("changes"), max_size=3, unique=True).map(tuple),
    sort=st.lists(st.tuples(_fields, st.booleans()), max_size=2).map(tuple),
    zone=st.sampled_from(("", "UTC", "Europe/Berlin", "+05:30")),
)


def _read(arguments: list[str]) -> StartView | None:
    options = parsed(arguments)
    told = (options.view_query, options.show, options.columns, options.sort_by, options.view_zone)
    assert (options.server, options.user) == (_WORDS[2], _WORDS[4])
    made = StartView.read(None, *told[1:])
    if told[0] is None:
        return made
    # The query need not be one: it is read as what it is.
    from netwrix_tui.searches import start_view

    return replace(made or StartView(), query=start_view.decoded_text(told[0]))


@settings(max_examples=60)
@given(_views)
def test_a_real_shell_hands_on_just_that(view: StartView) -> None:
    line = shell_line(_WORDS, view)
    assert "\n" not in line
    assert line.isprintable()
    program = "told() { for word; do printf '%s\\0' \"$word\"; done; }; told"
    done = subprocess.run(
        ["sh", "-c", program + line.removeprefix("netwrix-tui")],
        capture_output=True, check=True, cwd="/",
    )  # fmt: skip
    assert not Path("/pwned").exists()
    arguments = [word.decode() for word in done.stdout.split(b"\0")[:-1]]
    assert arguments[:4] == _WORDS[1:]
    assert (_read(arguments) or StartView()) == view


@given(_views)
def test_powershell_gets_nothing_to_take_for_its_own(view: StartView) -> None:
    line = powershell_line(_WORDS, view)
    assert "\n" not in line
    assert line.isascii()
    # Every word is a quoted string, in which a quotation mark is doubled, and holds no other.
    assert re.fullmatch(r"netwrix-tui( ('([^']|'')*'|\([^()]*\)))*", line)
    assert '"' not in line
    words = [w.replace("''", "'") for w in re.findall(r"'((?:[^']|'')*)'", line)]
    assert (_read(words) or StartView()) == view


def test_a_view_comes_again_as_it_was() -> None:
    view = StartView.read("who:jane when:7d", "logon", "When,who,Object type,Changes", "-When,Who",
                          "UTC")  # fmt: skip
    assert view is not None
    assert view.columns == ("when", "who", "object_type", "changes")
    assert view.sort == (("when", True), ("who", False))
    assert line_of(view.plan() or SearchPlan(), UTC_ZONE) == "who:jane when:7d"
    assert StartView.read(None, None, None, None, None) is None
    for wrong in (
        ("a:b", None, None, None, None),
        (None, None, "Nobody", None, None),
        (None, None, None, "Changes", None),
        (None, None, None, None, "Nowhere/At"),
    ):
        with pytest.raises(UsageError):
            StartView.read(*wrong)


def test_no_password_is_in_it(demo: Demo) -> None:
    connection = connection_to(demo)
    words = source_words(server_session(connection))
    assert words[:3] == ["netwrix-tui", "--server", connection.url]
    assert demo.accounts[0].password not in " ".join(words)
    odd = Session("a", "b", lambda: None, case=Path("/a\nb.nwcase"), is_offline=True)  # type: ignore[arg-type,return-value]
    with pytest.raises(UsageError, match="control character"):
        shell_line(source_words(odd), StartView())


def test_a_record_is_named_by_its_rid() -> None:
    rid = "2" * 49
    for line in (f"nwx:{rid}", f"goto nwx:{rid}", f"goto {rid}", f"rid={rid}"):
        assert line_of(plan_of(line, UTC_ZONE), UTC_ZONE) == f"rid={rid}"
    assert line_of(plan_of("goto", UTC_ZONE), UTC_ZONE) == "goto"


def test_the_explorer_copies_its_view_begins_with_it_and_goes_to_records(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = StartView("action:Removed when:30d", "corp", ("who", "when", "what"),
                     (("who", True),), "UTC")  # fmt: skip

    async def story(driver: Driver) -> None:
        await driver.until(
            lambda: len(driver.explorer.table.store) > 0
            and len(driver.explorer.table.view) > 3
            and bool(driver.explorer.table.view.sort_keys), "the view",
        )  # fmt: skip
        assert driver.explorer.handover.view == view
        copied: list[str] = []
        monkeypatch.setattr(
            driver.explorer.handover, "copy_text", lambda text, *_: copied.append(text)
        )
        await driver.press("Y", "s")
        assert "--columns=Who,When,What" in copied[0]
        await driver.press("Y", "p")
        assert copied[1].startswith("netwrix-tui '--server' 'https://127.0.0.1")
        store = driver.explorer.table.store
        row = driver.explorer.table.view.store_row(3)
        searches = len(driver.explorer.current_search.trail.steps)
        await driver.press("colon")
        driver.explorer.query_line.put(f"who:x goto nwx:{store.rid(row)}")
        await driver.press("enter")
        await driver.until(lambda: driver.explorer.viewer.has_focus_within, "the record")
        assert driver.explorer.table.cursor_row == 3
        assert len(driver.explorer.current_search.trail.steps) == searches

    from netwrix_tui.tui.app import application
    from netwrix_tui.tui.app.application import NetwrixTui

    made = NetwrixTui.__init__

    def with_view(app: NetwrixTui, session: Session | None, *more: object) -> None:
        made(app, replace(session, start=view) if session is not None else None, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(application.NetwrixTui, "__init__", with_view)
    drive(connection_to(demo), story, size=(140, 40))
