"""What is not installed is not looked for with every request."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from netwrix_tui.client import absent

# Another process: what is told there would hold for all tests here.
_CODE = """
import asyncio, sys
from httpcore._synchronization import current_async_library
from netwrix_tui.client.absent import know_it_is_absent

looks = 0

class Looks:
    def find_spec(self, name, path, target=None):
        global looks
        looks += name == "sniffio"

sys.meta_path.insert(0, Looks())
know_it_is_absent()
looks = 0
async def asks():
    return current_async_library()

for _ in range(5):
    assert asyncio.run(asks()) == "asyncio"
print(looks)
"""


def test_it_is_looked_for_once_at_most() -> None:
    command = [sys.executable, "-c", _CODE]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert int(done.stdout) <= 1


def test_what_is_there_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(absent, "_LOOKED_FOR", "json")
    absent.know_it_is_absent()
    assert sys.modules["json"] is json
