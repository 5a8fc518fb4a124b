"""Doors of a room: the names that other rooms come for, each imported when it is asked for.

A room's ``__init__`` lists them in ``__all__``, and ``doors`` says in which of its files each is.
Inside the program each file is imported by its own path, which type checkers follow, and so that
the first frame loads no more than it shows.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as in cli.py: this is read before the first frame
if TYPE_CHECKING:
    from collections.abc import Callable


def doors(room: str, **names: str) -> Callable[[str], object]:
    """The ``__getattr__`` of a room, by the names in each of its files: ``view="View ViewRow"``.

    It raises AttributeError for what is no door.
    """
    files = {name: file for file, these in names.items() for name in these.split()}

    def open_door(name: str) -> object:
        if name not in files:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{files[name]}"), name)

    return open_door
