"""The fields and changes of a record in its pane, of ordinary and of any records."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from netwrix_tui.records.record import ActivityRecord, Detail
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.tui.layout.record_layout import LONGEST_VALUE, RecordLayout
from netwrix_tui.tui.layout.record_sentence import record_sentence
from netwrix_tui.visible_text import visible
from tests.tui.record_playing import ANN, SIZES, Stage, as_shown, play
from tests.tui.settling import press, settle


@pytest.mark.parametrize("size", SIZES)
def test_fields_begin_with_the_record_in_a_sentence(size: tuple[int, int]) -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        head, sentence, *rest = stage.rows()
        assert head.split() == ["RECORD", "fields", "changes", "json", "xml", "4", "of", "3,000"]
        assert sentence.strip() == (
            "svc-sync modified user Ann Lee on dc02, Sun 22 Nov 2026 13:58:40"
        )
        text = "\n".join(rest)
        for part in ("CORP\\svc-sync", "Sun 22 Nov 2026 13:58:40 UTC", "IsCorrelated true"):
            assert re.search(re.escape(part).replace(r"\ ", r"\s+"), text), part
        assert re.search(r"title +Analyst +→ Senior analyst", text)

    play(as_shown(ANN), story, size)


def test_fields_stand_in_two_columns_where_there_is_room() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        assert re.search(r"Who +CORP\\svc-sync +Workstation +app07", stage.text())

    play(as_shown(ANN), story, (160, 50))


@pytest.mark.parametrize("size", SIZES)
def test_changes_tell_what_was_empty_what_went_and_what_came(size: tuple[int, int]) -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "2")
        text = stage.text()
        assert re.search(r"manager\s+− Tom Reed", text)
        assert "set by a script" in text
        assert re.search(r"notes\s+(− )?\(empty\)", text)
        assert re.search(r"first line\n +second line", text)

    play(as_shown(ANN), story, size)


def test_a_list_of_permissions_tells_what_was_taken_and_what_was_given() -> None:
    detail = Detail("Permissions", None, "A: Read; B: Full; C: Read", "A: Read; C: Read; D: Full")

    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        await press(pilot, "2")
        text = stage.text()
        assert re.search(r"  A: Read\n +− B: Full\n +  C: Read\n +\+ D: Full", text)
        await press(pilot, "1")
        await settle(pilot)
        assert re.search(r"− B: Full\n +\+ D: Full\n +2 unchanged", stage.text())

    play(as_shown(msgspec.structs.replace(ANN, details=(detail,))), story, (160, 50))


def test_a_long_value_is_cut_in_the_fields_says_so_and_is_whole_in_the_changes() -> None:
    record = msgspec.structs.replace(
        ANN, what="w" * 5_000, details=(Detail("p", None, None, "v" * 4_000 + "END"),)
    )
    fields = "\n".join(lines(record, changes=False))
    assert "… 4,000 more characters, see json" in fields
    assert "… 3,003 more characters, see changes" in fields
    assert fields.count("v") < LONGEST_VALUE + 100
    changes = "".join("".join(lines(record, changes=True)).split())
    assert "v" * 4_000 + "END" in changes.replace("+", "")


def test_a_damaged_record_says_so() -> None:
    async def story(stage: Stage, pilot: Pilot[None]) -> None:
        assert "break the format" in stage.text()
        await press(pilot, "3")
        assert "exact · damaged, so not indented" in stage.text()

    play(as_shown(ANN, damaged=True), story)


def test_a_record_without_details_says_so() -> None:
    record = msgspec.structs.replace(ANN, details=())
    assert any("no details" in line for line in lines(record, changes=True))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"action": "Failed Logon", "what": "dc01"}, "svc-sync failed to log on at dc02"),
        ({"action": "Defrosted"}, "svc-sync (Defrosted) user Ann Lee on dc02"),
        ({"action": "Read (Failed Attempt)"}, "svc-sync failed to read user Ann Lee on dc02"),
        ({"who": ""}, "Somebody modified user Ann Lee on dc02"),
        ({"what": "https://sp/sites/x/"}, "svc-sync modified user x on dc02"),
        ({"where": ""}, "svc-sync modified user Ann Lee"),
    ],
)
def test_sentences(change: dict[str, str], sentence: str) -> None:
    record = msgspec.structs.replace(ANN, **change)
    assert record_sentence(record, UTC_ZONE) == f"{sentence}, Sun 22 Nov 2026 13:58:40"


@pytest.mark.parametrize("when", ["", "soon", "0001-01-01T00:00:00+14:00"])
def test_times_that_are_none_are_shown_as_they_are(when: str) -> None:
    record = msgspec.structs.replace(ANN, when=when)
    assert record_sentence(record, UTC_ZONE).endswith(when or "at an unknown time")


def lines(record: ActivityRecord, *, changes: bool, width: int = 80) -> list[str]:
    layout = RecordLayout(record, width, UTC_ZONE, damaged=True, raw_view="json")
    made = layout.changes() if changes else layout.fields()
    return ["".join(span.text for span in line) for line in made]


texts = st.text(
    st.one_of(st.characters(), st.sampled_from("ab ;\\\x1b\n\r\u202e\u200b\u0301漢🙂\ud800[]")),
    max_size=60,
)

maybe = st.none() | texts | texts.map(lambda text: "; ".join([text] * 4))

details = st.builds(
    Detail, maybe, maybe, maybe, maybe, st.just(()) | st.tuples(st.tuples(texts, texts))
)

records = st.builds(
    ActivityRecord,
    who=texts,
    action=texts,
    what=texts,
    when=texts,
    where=texts,
    object_type=texts,
    details=st.lists(details, max_size=4).map(tuple),
    extra=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)


@given(records, st.booleans(), st.sampled_from([40, 80, 120, 200]))
@settings(deadline=None)
def test_no_record_breaks_its_lines(record: ActivityRecord, changes: bool, width: int) -> None:
    made = lines(record, changes=changes, width=width)
    assert all(line.isprintable() for line in made)
    assert max(map(cell_len, made)) <= width


@given(details, st.sampled_from([80, 120]))
@settings(deadline=None)
def test_changes_hide_nothing(detail: Detail, width: int) -> None:
    made = lines(ActivityRecord(details=(detail,)), changes=True, width=width)
    shown = set("".join(made))
    for text in (detail.property_name, detail.message, detail.before, detail.after):
        for line in re.split(r"\r\n|\n|\r", text or ""):
            assert set(visible(line)) - {" "} <= shown
