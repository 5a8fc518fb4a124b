"""What is let go of goes back to the system; tried in another process, as the setting stays."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CODE = """
from array import array
from netwrix_tui.results.allocator import return_large_blocks

def held():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

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


@pytest.mark.skipif(sys.platform != "linux", reason="the allocator of glibc")
def test_large_blocks_go_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", _CODE], check=True, capture_output=True, text=True)
    assert int(done.stdout) < 2_500_000
