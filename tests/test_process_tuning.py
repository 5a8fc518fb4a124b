"""What is let go of goes back to the system; tried in another process, as the setting stays."""

from __future__ import annotations

import subprocess
import sys

import pytest

_HELD = """
def held():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
"""

_LARGE_ONES = """
from array import array
from netwrix_tui.process_tuning import return_large_blocks

def sort_like():
    kept = []
    for size in range(1, 40):
        large = [array("I", bytes(100_000 * size)) for _ in range(4)]
        kept.append(array("I", bytes(400_000)))  # between them: what is freed cannot be joined
        del large
    return kept

assert return_large_blocks()
before = held()
kept = sort_like()
print(held() - before - sum(len(each) * 4 for each in kept))
"""


_SMALL_ONES = """
from netwrix_tui.process_tuning import return_free_blocks

blocks = [bytes(1_000) for _ in range(50_000)]
most = held()
kept = blocks[::100]  # between those that are freed: the end of the arena is never free
del blocks
before = held()
assert return_free_blocks()
print(most - before, before - held())
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the allocator of glibc")


def test_large_blocks_go_back_to_the_system() -> None:
    assert int(_printed(_LARGE_ONES)) < 2_500_000


def test_small_blocks_go_back_when_they_are_asked_for() -> None:
    by_themselves, when_asked = map(int, _printed(_SMALL_ONES).split())
    assert by_themselves < 10_000_000 < 30_000_000 < when_asked


def _printed(code: str) -> str:
    command = [sys.executable, "-c", _HELD + code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
