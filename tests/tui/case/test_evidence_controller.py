"""An evidence package from the screen: asked for, made beside the keys, told, or nothing of it."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import threading
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.evidence import kept_package
from netwrix_tui.evidence.request import Made, PackageRequest
from netwrix_tui.evidence.verify import verify
from netwrix_tui.evidence.watch import Watch, step
from netwrix_tui.tui.case.choose_package import ChoosePackage
from netwrix_tui.tui.session.case_session import case_session
from tests.case.sample import sample
from tests.demo_process import Demo
from tests.tui.case.case_driving import drive_session, kept_session, told
from tests.tui.driving import Driver

_NEEDS_SSH = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")


async def _ask(driver: Driver) -> None:
    await driver.press("E")
    await driver.until(lambda: isinstance(driver.app.screen, ChoosePackage), "the question")


async def _fill_in(driver: Driver, what: int, target: Path, names: int = 0, key: str = "") -> None:
    """Choose by the arrows, type the rest."""
    await driver.press(*["right"] * what, "tab", *["right"] * names, "tab", "ctrl+u")
    await driver.press_at_once(*str(target))
    await driver.press("tab")
    await driver.press_at_once(*key)


def _acts(path: Path) -> list[tuple[str, str]]:
    with CaseReader(path) as case:
        return [(entry.act, entry.detail) for entry in case.custody()]


def test_packages_are_made_of_what_was_found(demo: Demo, tmp_path: Path) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("space", "space", "n", *"odd", "enter")
        for what, names in ((0, 0), (1, 0), (2, 1), (3, 0)):
            await _ask(driver)
            await _fill_in(driver, what, tmp_path / f"p{what}.zip", names)
            await driver.press("enter")
            await driver.until(lambda what=what: told(driver, f"p{what}.zip checks it"), "told")
        assert told(driver, "p2.zip.key.json: who they are; keep it to yourself.")

    path = drive_session(kept_session(demo), story, size=(80, 24))
    assert path is not None
    for what in range(4):
        verified = verify(tmp_path / f"p{what}.zip")
        assert verified.is_whole, verified.found.lines
        assert verified.records > 0
    details = [detail for act, detail in _acts(path) if act == "exported"]
    assert details == [
        "all, to p0.zip",
        "marked, to p1.zip",
        "findings, to p2.zip, with pseudonyms",
        "search 1, to p3.zip",
    ]
    assert verify(path).is_whole


def test_it_is_cancelled_while_keys_are_answered(demo: Demo, tmp_path: Path) -> None:
    """The line of custody stands before anything is written, and the next one says what became."""
    began = threading.Event()

    def endless(request: PackageRequest, watch: Watch) -> Made:
        assert _acts(request.case)[-1] == ("exported", "all, to p")
        assert request.is_noted
        began.set()
        while True:
            step(watch, "writing records", 4, 10)

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _ask(driver)
        await _fill_in(driver, 0, tmp_path / "p")
        await driver.press("enter")
        await driver.until(began.is_set, "it began")
        before = driver.explorer.table.cursor_row
        await driver.press("down", "down")
        assert driver.explorer.table.cursor_row == before + 2
        await driver.until(lambda: "writing records 40 % · to p · E to" in driver.screen_text())
        await driver.press("q")
        assert "leave now" in driver.screen_text()
        await driver.press("escape", "E", "c")
        await driver.until(lambda: told(driver, "Cancelled: nothing of p was kept."), "cancelled")

    with patch.object(kept_package, "make_package", endless):
        path = drive_session(kept_session(demo), story, size=(80, 24))
    assert path is not None
    assert [act for act, _ in _acts(path)][-2:] == ["exported", "not exported"]
    assert list(tmp_path.glob("p*")) == []


def test_leaving_gives_it_up_and_the_file_is_one(demo: Demo, tmp_path: Path) -> None:
    is_over = threading.Event()

    def endless(request: PackageRequest, watch: Watch) -> Made:
        with CaseReader(request.case):
            try:
                while True:
                    step(watch, "writing records", 0)
            finally:
                is_over.set()

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _ask(driver)
        await _fill_in(driver, 0, tmp_path / "p")
        await driver.press("enter")
        await driver.until(lambda: "writing records" in driver.screen_text(), "it began")
        await driver.press("q", "l")

    with patch.object(kept_package, "make_package", endless):
        path = drive_session(kept_session(demo), story)
    assert path is not None
    assert is_over.is_set()
    assert [each.name for each in path.parent.glob(f"{path.name}*") if "lock" not in each.name] == [
        path.name
    ]


def test_mistakes_are_said_in_the_question_and_it_stays(demo: Demo, tmp_path: Path) -> None:
    taken = tmp_path / "taken.zip"
    taken.write_text("mine")

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _ask(driver)
        assert "marked" not in driver.screen_text()  # nothing is
        await _fill_in(driver, 0, taken)
        for keys, said in (
            ((), "is there already."),
            (("shift+tab", "ctrl+u", *str(tmp_path / "none" / "p")), "There is no directory"),
            (("ctrl+u",), "A package needs a place."),
            ((*str(tmp_path / "p"), "tab", *"/none/key"), "There is no key /none/key."),
        ):
            await driver.press(*keys)
            await driver.press("enter")
            await driver.until(
                lambda said=said: said in " ".join(driver.screen_text().split()), said
            )
            assert isinstance(driver.app.screen, ChoosePackage)

    path = drive_session(kept_session(demo), story)
    assert path is not None
    assert "exported" not in dict(_acts(path))
    assert [each.name for each in tmp_path.iterdir() if "p" in each.name] == ["taken.zip"]


@_NEEDS_SSH
def test_a_key_that_wants_a_passphrase_asks_nowhere(demo: Demo, tmp_path: Path) -> None:
    for name, word in (("open", ""), ("locked", "secret words")):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", word, "-f", str(tmp_path / name)],
            check=True,
        )

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        for name, said in (("locked", "once ssh-add has it"), ("open", "s.sig: the signature.")):
            await _ask(driver)
            await _fill_in(driver, 0, tmp_path / "s", key=str(tmp_path / name))
            await driver.press("enter")
            await driver.until(lambda said=said: told(driver, said), said)
            assert (tmp_path / "s").exists() == (name == "open")

    drive_session(kept_session(demo), story)
    assert verify(tmp_path / "s").is_whole
    assert [each.name for each in tmp_path.glob(".netwrix*")] == []


def test_a_case_that_is_only_read_stays_byte_for_byte(tmp_path: Path) -> None:
    case = sample(tmp_path / "a.nwcase")
    before = case.read_bytes()

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await _ask(driver)
        await _fill_in(driver, 0, tmp_path / "p")
        await driver.press("enter")
        await driver.until(lambda: told(driver, "p checks it"), "told")

    drive_session(case_session(case, read_only=True), story)
    assert case.read_bytes() == before
    assert verify(tmp_path / "p").is_whole


def test_nothing_is_packed_where_nothing_is_kept(demo: Demo) -> None:
    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await driver.press("E")
        await driver.until(lambda: told(driver, "nothing is kept here"), "told")

    drive_session(replace(kept_session(demo), remembered_as=""), story)


def test_a_full_disk_is_said_and_nothing_is_exported_later(demo: Demo, tmp_path: Path) -> None:
    """Whoever could not write the line down in time makes no package, and no line either."""

    async def story(driver: Driver) -> None:
        await driver.until_loaded()
        await asyncio.to_thread(driver.app.keeper.flush)  # type: ignore[union-attr]
        held = threading.Event()
        driver.app.keeper.alone(lambda _: held.wait() and None)  # type: ignore[union-attr]
        try:
            with patch.object(SessionKeeper, "flush", lambda self, timeout=10.0: True):
                await _ask(driver)
            await _fill_in(driver, 0, tmp_path / "p")
            await driver.press("enter")
            await driver.until(lambda: told(driver, "takes nothing just now"), "told")
        finally:
            held.set()

    with patch.object(kept_package, "_PATIENCE", 0.2):
        path = drive_session(kept_session(demo), story)
    assert path is not None
    assert "exported" not in dict(_acts(path))
    assert not (tmp_path / "p").exists()
