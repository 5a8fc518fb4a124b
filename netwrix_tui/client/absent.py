"""A library that need not be there, and that is looked for again and again."""

from __future__ import annotations

import sys
from importlib.util import find_spec

_LOOKED_FOR = "sniffio"


def know_it_is_absent() -> None:
    """Let Python know at once that sniffio is not installed, where it is not.

    httpcore imports it four times a request, to tell asyncio from Trio. A module that was not found
    is looked for anew each time, in every place there is: a millisecond of a page. None in its
    place says that it is not there ("The import system": the module cache).
    """
    if find_spec(_LOOKED_FOR) is None:
        sys.modules[_LOOKED_FOR] = None  # type: ignore[assignment]
