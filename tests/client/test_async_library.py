"""The library that httpcore asks with every request which event loop runs is installed."""

from __future__ import annotations

import subprocess
import sys

# Another process: what the tests have imported would hide a search.
_CODE = """
import asyncio, sys
from httpcore._synchronization import current_async_library

async def asks():
    return current_async_library()

assert asyncio.run(asks()) == "asyncio"
looks = 0

class Looks:
    def find_spec(self, name, path, target=None):
        global looks
        looks += 1

sys.meta_path.insert(0, Looks())
for _ in range(5):
    assert asyncio.run(asks()) == "asyncio"
print(looks)
"""


def test_no_module_is_searched_for_with_a_request() -> None:
    command = [sys.executable, "-c", _CODE]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(done.stdout) == 0
