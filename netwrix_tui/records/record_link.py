"""Link to a record: what tickets and reports name it by, and the query line finds it by."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")


def record_link(rid: str) -> str:
    """``nwx:RID``; a RID that is no single word stands for itself, and an empty one for nothing.

    >>> record_link("20261122135840")
    'nwx:20261122135840'
    """
    return f"nwx:{rid}" if _WORD.fullmatch(rid) else rid
