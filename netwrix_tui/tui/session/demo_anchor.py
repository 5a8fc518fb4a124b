"""Anchor of the demo: the moment that its company's past ends at, the same for a day.

A demo that is started again within a day has the same records with the same RIDs, and what came
since. So a session or a case made on it can be gone on with.
"""

from __future__ import annotations

import os

from msgspec import field
from msgspec.structs import replace

from netwrix_tui.clock import epoch
from netwrix_tui.config.directories import state_directory
from netwrix_tui.errors import UsageError
from netwrix_tui.extensible_struct import ExtensibleStruct
from netwrix_tui.json_store import KeptFile

_DAY = 86_400
"""Seconds for which a company stays the same."""


class _File(ExtensibleStruct, frozen=True):
    anchors: dict[str, int] = field(default_factory=dict)


def demo_anchor(company: str) -> int:
    """Seconds since the epoch at which the past of a company ends; now, where it is a new one.

    ``company`` says which it is, by all that it is made of. Where nothing can be kept, it is a new
    one each time.
    """
    now = int(epoch())
    file = KeptFile(state_directory(os.environ) / "demo.json", _File)
    kept = file.read().anchors.get(company, 0)
    if 0 <= now - kept < _DAY:
        return kept

    def changed(before: _File) -> _File:
        lasting = {name: at for name, at in before.anchors.items() if 0 <= now - at < _DAY}
        # Another program may have come first: its company is this one's then.
        return replace(before, anchors={company: now} | lasting)

    try:
        return file.change(changed).anchors[company]
    except UsageError:
        return now
