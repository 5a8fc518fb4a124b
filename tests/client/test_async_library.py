"""httpcore asks four times a request which library it runs on; the answer is not searched for."""

from __future__ import annotations

import subprocess
import sys

# Another process: what was imported before would hide a look.
_CODE = """
import asyncio, sys
from httpcore._synchronization import current_async_library

looks = 0

class Looks:
    def find_spec(self, name, path, target=None):
        global looks
        looks += name == "sniffio"

sys.meta_path.insert(0, Looks())
async def asks():
    return current_async_library()

for _ in range(5):
    assert asyncio.run(asks()) == "asyncio"
print(looks)
"""


def test_it_is_looked_for_once() -> None:
    command = [sys.executable, "-c", _CODE]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(done.stdout) <= 1
