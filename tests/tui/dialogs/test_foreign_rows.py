"""What a server says in the explorer: in the place of the records, in a toast, in a dialog."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.errors import ServerRefused
from netwrix_tui.foreign_text import foreign
from netwrix_tui.records.zone import UTC_ZONE
from netwrix_tui.tui.dialogs.notifications import notify_error
from netwrix_tui.tui.search.search_import import OpenSearch
from netwrix_tui.wire.error_list import encode_error_list
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.fault_server import Fault, FaultServer
from tests.tui.driving import Driver, drive

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


def check_rows(rows: list[str]) -> None:
    """None of them begins with what is quoted."""
    told = [row for row in rows if "DEAD" in row]
    assert told
    for row in told:
        assert "“" in row.split("DEAD")[0], rows


@SIZES
def test_what_a_server_says_makes_no_row_where_the_records_would_be(size: tuple[int, int]) -> None:
    for lie in ("No. " + " " * 64 + "DEAD " * 40, ("Who is empty. " * 5 + "DEAD row ") * 4):
        body = encode_error_list(WireFormat.JSON, lie, lie, lie)
        with FaultServer(Fault(400, body, reason=lie)) as server:

            async def story(driver: Driver) -> None:
                await driver.until_status("failed")
                await driver.until(lambda: "DEAD" in driver.screen_text(), "the notice")
                check_rows(driver.screen_text().splitlines())

            drive(Connection(server.url, "jane", Secret("x")), story, size)


@SIZES
def test_what_a_server_says_makes_no_row_of_a_toast_or_a_dialog(size: tuple[int, int]) -> None:
    said = foreign("No. " + "x" * 27 + " DEAD" * 50, 300)
    error = ServerRefused(f"nwx01 answered 400 Bad Request: {said}.", status=400)

    async def story(driver: Driver) -> None:
        await driver.until_status("failed")
        notify_error(driver.explorer, error)
        await driver.until(lambda: len(driver.toasts) == 1, "the toast")
        (toast,) = driver.toasts
        check_rows(toast.splitlines())
        assert max(map(cell_len, toast.splitlines())) <= min(60, size[0] // 2) - 2
        dialog = OpenSearch(UTC_ZONE)
        await driver.app.push_screen(dialog)
        dialog.show_error(error.sentence())
        await driver.until(lambda: "DEAD" in driver.screen_text(), "the complaint")
        check_rows(driver.screen_text().splitlines())

    with FaultServer(Fault(404, b"")) as server:
        drive(Connection(server.url, "jane", Secret("x")), story, size)
