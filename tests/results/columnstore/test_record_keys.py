"""RIDs of several servers in one store: each server's records are its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from netwrix_tui.records.record import Row
from netwrix_tui.results.columnstore.store import Store
from tests.results.records import page_of, rid, rows

several = st.lists(
    st.tuples(rows, st.sampled_from(["corp", "dmz", ""])).map(
        lambda pair: replace(pair[0], server=pair[1])
    ),
    max_size=8,
)


@given(st.lists(rows, max_size=4), st.lists(several, max_size=4))
def test_a_record_is_known_by_its_server_and_its_rid(
    nameless: list[Row], pages: list[list[Row]]
) -> None:
    store = Store()
    expected: list[Row] = []
    seen: set[tuple[str, str]] = set()
    for page in (nameless, *pages):
        for row in page:
            if not row.rid or (row.server, row.rid) not in seen:
                expected.append(row)
                seen.add((row.server, row.rid))
        store.append(page_of(page))
    assert [store.row(index) for index in range(len(store))] == expected
    keys = [store.key(index) for index in range(len(store))]
    assert keys == [row.key for row in expected]


def test_rows_are_found_by_their_keys() -> None:
    store = Store()
    of_corp = [replace(Row(rid(number)), server="corp") for number in range(3)]
    of_dmz = [replace(row, server="dmz") for row in of_corp]
    store.append(page_of([of_corp[0], of_dmz[0], of_dmz[1], of_corp[1]]))
    store.append(page_of([of_dmz[2], of_corp[2], of_dmz[2]]))
    wanted = [of_corp[2].key, of_dmz[1].key, "corp\nother", "third\nodd", rid(1)]
    assert store.rows_of(wanted) == {of_corp[2].key: 5, of_dmz[1].key: 2}
    assert store.duplicates == 1
    assert store.rid(2) == rid(1)
