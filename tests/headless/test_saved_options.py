"""Ready-made and saved searches on the command line, as processes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from netwrix_tui.searches.kept_searches import SavedSearch, SavedSearches
from netwrix_tui.searches.recipes import RECIPES
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import command, run


def _printed(*words: str) -> str:
    done = subprocess.run(command(*words), capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_all_of_them_are_listed_and_each_is_explained() -> None:
    listed = _printed("recipes")
    assert all(recipe.id in listed and recipe.name in listed for recipe in RECIPES)
    explained = _printed("recipes", "leaver")
    assert "Which account? (a part of its name), needed" in explained
    assert "who:{who} when:{since}" in explained
    assert _printed("recipes", "leaver", "who=Jane Doe") == 'who:"Jane Doe" when:30d\n'
    assert "There is no ready-made search 'nonsense'" in _printed("recipes", "nonsense")
    assert "Did you mean leaver?" in _printed("recipes", "lever")


def test_a_ready_made_search_is_run_with_its_answers(demo: Demo) -> None:
    found = run(demo, "search", "--recipe", "logs-cleared", "--limit", "50")
    assert found.status == 0
    assert {record["ObjectType"] for record in found.records} == {"Event log"}
    leaver = ("search", "--recipe", "leaver", "--with", "who=svc-sync")
    action = run(demo, *leaver, "--limit", "1").records[0]["Action"]
    narrowed = run(demo, *leaver, f'action:"{action}"')
    assert {(r["Who"], r["Action"]) for r in narrowed.records} == {("CORP\\svc-sync", action)}
    missing = run(demo, "search", "--recipe", "leaver")
    assert (missing.status, "Give --with who=…" in missing.err) == (2, True)
    assert run(demo, "search", "--with", "who=x").status == 2


@pytest.mark.parametrize("kept", ["case", "archive"])
def test_ready_made_and_saved_searches_narrow_what_is_at_hand(
    demo_servers: DemoServers, tmp_path: Path, kept: str
) -> None:
    demo = demo_servers.shared(records=600, seed=11)
    name = demo.url.partition("//")[2].partition("/")[0]
    place: tuple[str, ...] = ("--archive", str(tmp_path / "archive"))
    if kept == "archive":
        assert run(demo, "archive", "--to", place[1]).status == 0
        SavedSearches(tmp_path, name).save(SavedSearch("Gone", "action:Removed"))
    else:
        place = ("--in", str(tmp_path / "all.nwcase"))
        assert run(demo, "enum", "--case", place[1]).status == 0
        SavedSearches(tmp_path, "").save(SavedSearch("Gone", "action:Removed"))
    state = {"NETWRIX_TUI_STATE": str(tmp_path)}
    words = ("search", "--recipe", "deleted-files")
    found = run(demo, *words, *place, **state)
    assert sorted(found.rids) == sorted(run(demo, *words).rids)
    assert 0 < len(found.rids) < 600
    gone = run(demo, "search", "--saved", "gone", *place, **state)
    assert {record["Action"] for record in gone.records} == {"Removed"}, gone.err
    assert run(demo, "search", "--recipe", "leaver", *place).status == 2


def test_a_saved_search_is_run_by_its_name(demo: Demo, tmp_path: Path) -> None:
    name = demo.url.partition("//")[2].partition("/")[0]
    SavedSearches(tmp_path, name).save(SavedSearch("Cleared", 'type:"Event log" action:Removed'))
    state = {"NETWRIX_TUI_STATE": str(tmp_path)}
    found = run(demo, "search", "--saved", "cleared", **state)
    assert {record["ObjectType"] for record in found.records} == {"Event log"}
    missing = run(demo, "search", "--saved", "other", **state)
    assert missing.status == 2
    assert "There are: Cleared." in missing.err
