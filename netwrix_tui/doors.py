"""Lazy exports of a package (a "room"): each name ("door") is imported when it is asked for.

A room's ``__init__`` lists these names in ``__all__``, and ``doors`` says in which file each is.
Inside the program, files are imported by their own path: type checkers can follow it, and the first
frame loads no more than it needs.
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
