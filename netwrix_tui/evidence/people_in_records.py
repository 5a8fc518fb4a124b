"""People and machines that records name: as accounts, and as the objects that were changed.

What changes of a user object call it (``displayName``, ``mail``) are names of that person too.
The name of a user object is the end of its path: ``\\local\\corp\\Staff\\Anna Hoffmann``.
"""

from __future__ import annotations

import re

from netwrix_tui.errors import WireError
from netwrix_tui.evidence import name_properties as properties
from netwrix_tui.evidence.name_properties import end_of_path, is_person, plain_property
from netwrix_tui.evidence.pseudonyms import Pseudonyms
from netwrix_tui.records.record import Detail
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.wire.codec import codec

_MACHINES = frozenset({"computer", "computer account"})

_PATH = re.compile(r'\\[^"\r\n;]+')
"""A path within a text: to the end of the line, or of the quotes that it stands in."""

_MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_NO_NAMES = frozenset({"none", "null", "not set", "empty", "not applicable", "true", "false"})
_LONGEST = 100
_MOST_WORDS = 5


def learn_names(names: Pseudonyms, received: ReceivedRecord) -> None:
    """Learn the names in a record: of its fields, its object, and of its changes."""
    row = received.row
    names.learn_account(row.who)
    names.learn_host(row.workstation)
    is_of_person = is_person(row.object_type)
    if row.object_type.strip().casefold() in _MACHINES:
        names.learn_host(end_of_path(row.what))
    if not is_of_person and properties.MAY_NAME.search(received.raw) is None:
        return
    changes = _changes(received)
    if is_of_person:
        _learn_person(names, row.what, changes)
    for change in changes:
        name = plain_property(change.property_name)
        if "member" in name:
            for text in _values(change):
                for member in properties.common_names(text) or _PATH.findall(text):
                    names.learn_account(end_of_path(member))
        elif name in properties.OTHER_PEOPLE:
            for text in _values(change):
                if person := _name(text):
                    names.learn_account(person)


def _learn_person(names: Pseudonyms, what: str, changes: tuple[Detail, ...]) -> None:
    """A person's object, and all that its changes say it is called, as one."""
    accounts: list[str] = []
    own: list[str] = []
    further: list[str] = []
    object_name = end_of_path(what)
    (accounts if _MAIL.fullmatch(object_name) else own).append(object_name)
    for change in changes:
        name = plain_property(change.property_name)
        texts = _values(change)
        if name in properties.ACCOUNTS:
            accounts += filter(None, map(_name, texts))
        elif name in properties.OBJECT_NAMES:
            own += filter(None, map(_name, texts))
        elif name in properties.DISPLAY_NAMES:
            further += filter(None, map(_name, texts))
        elif name in properties.ADDRESSES:
            for text in texts:
                further += _MAIL.findall(text) or filter(None, [_name(text)])
    further += _joined_names(changes)
    names.learn_person(accounts, own, further)


def _joined_names(changes: tuple[Detail, ...]) -> list[str]:
    """``Anna Hoffmann`` and ``Hoffmann, Anna`` of a given name and a surname."""
    given, last = (
        [c for c in changes if plain_property(c.property_name) in wanted]
        for wanted in (properties.GIVEN_NAMES, properties.SURNAMES)
    )
    return [
        joined
        for one in given
        for other in last
        for first, second in zip(
            (one.message, one.before, one.after),
            (other.message, other.before, other.after),
            strict=True,
        )
        if first and second and first.strip() and second.strip()
        for joined in (
            f"{first.strip()} {second.strip()}",
            f"{second.strip()}, {first.strip()}",
        )
    ]


def _name(text: str) -> str:
    """The one name that a value is, of a path its end; empty where it is more, or none."""
    text = text.strip().strip('"')
    if "\n" in text or (len(text) > _LONGEST and "=" not in text and "\\" not in text):
        return ""
    if text.startswith("\\") or text[:3].casefold() == "cn=":
        text = end_of_path(text)
    elif len(text.split()) > (1 if "@" in text or "\\" in text else _MOST_WORDS):
        return ""
    is_none = text.strip("<>()[]").casefold() in _NO_NAMES
    return "" if is_none or not any(map(str.isalpha, text)) else text


def _values(change: Detail) -> list[str]:
    return [text for text in (change.message, change.before, change.after) if text]


def _changes(received: ReceivedRecord) -> tuple[Detail, ...]:
    try:
        return codec(received.format).decode_changes(received.raw)
    except WireError:
        return ()
