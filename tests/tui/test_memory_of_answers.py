"""Memory of the explorer under answers of any shape: loaded, opened, each view of the record.

At most four times the answer and 64 MB, as the system counts it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from netwrix_tui.client.connection import Connection, Secret
from netwrix_tui.results.loading.pager import PagerPhase
from netwrix_tui.tui.record.record_viewer import RecordView, RecordViewer
from netwrix_tui.wire.wire_format import WireFormat
from tests.client.fault_server import Fault, FaultServer
from tests.tui.driving import Driver, drive
from tests.wire.test_limits import MEASURED, SHAPES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is asked")

SIZE = 12_000_000
"""More than a record may have to be decoded whole."""

FEW = ("XML, bad UTF-8", "XML, one wide character")
"""What is always measured; all of it where the time is given."""

_CHILD = "import sys; from tests.tui.test_memory_of_answers import child; child(*sys.argv[1:])"


def kilobytes(name: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition(name + ":")[2].split()[0])


async def look_at_everything(driver: Driver) -> None:
    """The first record, opened, in each of its views, from beginning to end."""

    search = driver.explorer.current_search
    at_rest = (PagerPhase.MORE, PagerPhase.END, PagerPhase.FAILED)
    await driver.until(lambda: search.phase in at_rest, "records, or why there are none")
    if not driver.loaded:
        return
    await driver.press("enter")
    viewer = driver.explorer.query_one(RecordViewer)
    for view in RecordView:
        viewer.view = view
        await driver.press("end", "home")


def child(small: str, large: str, size: str, wire: str) -> None:
    """Looks at a small answer first, so that all that is imported is there; then at the large."""

    def looked_at(url: str) -> None:
        to = Connection(url, "CORP\\jane", Secret("x"), wire=WireFormat(wire))
        drive(to, look_at_everything)

    looked_at(small)
    Path("/proc/self/clear_refs").write_text("5")  # begins the peak anew
    before = kilobytes("VmRSS")
    looked_at(large)
    grown = kilobytes("VmHWM") - before << 10
    if os.environ.get(MEASURED):
        sys.stdout.write(f"{grown >> 20} of {(4 * int(size) >> 20) + 64} MB\n")
    if grown > 4 * int(size) + (64 << 20):
        sys.exit(f"{grown:,} bytes for {int(size):,}")


@pytest.mark.parametrize("shape", SHAPES if os.environ.get(MEASURED) else FEW)
def test_a_page_of_any_shape(shape: str) -> None:
    wire, shaped = SHAPES[shape]
    body = shaped(SIZE)
    small = Fault(200, shaped(2_000), wire.media_type)
    with FaultServer(Fault(200, body, wire.media_type)) as large, FaultServer(small) as usual:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, usual.url, large.url, str(len(body)), wire],
            capture_output=True,
            text=True,
            check=False,
        )
    sys.stdout.write(f"{shape}: {done.stdout}")
    assert done.returncode == 0, done.stderr[-2_000:]
