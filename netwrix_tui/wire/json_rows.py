"""Table fields of sound JSON records, decoded straight into columns.

No line of Python runs for each record: the parser makes a struct of it, and each field of all of
them becomes a list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
from msgspec.structs import astuple

from netwrix_tui.records.row_columns import RowColumns


class _Named(msgspec.Struct, gc=False):
    name: str = msgspec.field(name="Name", default="")


class _JsonRow(msgspec.Struct, gc=False):
    """A record's table fields as they stand on the wire."""

    rid: str = msgspec.field(name="RID", default="")
    when: str = msgspec.field(name="When", default="")
    who: str = msgspec.field(name="Who", default="")
    action: str = msgspec.field(name="Action", default="")
    object_type: str = msgspec.field(name="ObjectType", default="")
    what: str = msgspec.field(name="What", default="")
    where: str = msgspec.field(name="Where", default="")
    data_source: str = msgspec.field(name="DataSource", default="")
    audited_system: str = msgspec.field(name="AuditedSystem", default="")
    workstation: str = msgspec.field(name="Workstation", default="")
    plan: str | _Named = msgspec.field(name="MonitoringPlan", default="")
    managed_object: str | _Named = msgspec.field(name="ManagedObject", default="")
    item: str | _Named = msgspec.field(name="Item", default="")


class _NullName(msgspec.Struct, gc=False):
    name: str | None = msgspec.field(name="Name", default=None)


class _NullRow(msgspec.Struct, gc=False):
    """The same, where null stands for what is absent."""

    rid: str | None = msgspec.field(name="RID", default=None)
    when: str | None = msgspec.field(name="When", default=None)
    who: str | None = msgspec.field(name="Who", default=None)
    action: str | None = msgspec.field(name="Action", default=None)
    object_type: str | None = msgspec.field(name="ObjectType", default=None)
    what: str | None = msgspec.field(name="What", default=None)
    where: str | None = msgspec.field(name="Where", default=None)
    data_source: str | None = msgspec.field(name="DataSource", default=None)
    audited_system: str | None = msgspec.field(name="AuditedSystem", default=None)
    workstation: str | None = msgspec.field(name="Workstation", default=None)
    plan: str | _NullName | None = msgspec.field(name="MonitoringPlan", default=None)
    managed_object: str | _NullName | None = msgspec.field(name="ManagedObject", default=None)
    item: str | _NullName | None = msgspec.field(name="Item", default=None)


_decoder = msgspec.json.Decoder(_JsonRow)
_null_decoder = msgspec.json.Decoder(_NullRow)
_PLACES = {name: place for place, name in enumerate(_JsonRow.__struct_fields__)}


def decode_rows(raws: Sequence[bytes]) -> RowColumns:
    """The rows of sound records. Raises what msgspec raises where it refuses one of them."""
    try:
        return _columns(_values(_decoder, raws), lambda values: values)
    except msgspec.ValidationError:
        return _columns(_values(_null_decoder, raws), _texts)


def _values(
    decoder: msgspec.json.Decoder[_JsonRow] | msgspec.json.Decoder[_NullRow],
    raws: Sequence[bytes],
) -> list[Any]:
    """All fields of all records in one list: each struct goes as soon as it was read, so that the
    next one is made in memory that is at hand.
    """
    values: list[Any] = []
    for start in range(0, len(raws), _AT_ONCE):
        some = raws[start : start + _AT_ONCE]
        values += chain.from_iterable(map(astuple, map(decoder.decode, some)))
    return values


_AT_ONCE = 250
"""Records between two moments at which another thread may have the interpreter: half a
millisecond."""


def _columns(values: list[Any], as_texts: Callable[[list[Any]], list[str]]) -> RowColumns:
    def texts(field: str) -> list[str]:
        return as_texts(values[_PLACES[field] :: len(_PLACES)])

    def names(field: str) -> list[str]:
        return _texts(values[_PLACES[field] :: len(_PLACES)])

    data_sources = _or(texts("data_source"), lambda: texts("audited_system"))
    plans = _or(names("plan"), lambda: names("managed_object"))
    return RowColumns([
        texts("rid"), texts("when"), texts("who"), texts("action"), texts("object_type"),
        texts("what"), texts("where"), data_sources, texts("workstation"), plans, names("item"),
        [""] * (len(values) // len(_PLACES)),
    ])  # fmt: skip


def _texts(values: list[Any]) -> list[str]:
    """Values as text: of an object its name, of null nothing."""
    kinds = set(map(type, values))
    if kinds == _STRINGS or not kinds:
        return values
    if kinds == _NAMES:
        return list(map(_name, values))
    return [
        value if isinstance(value, str) else (value.name or "") if value is not None else ""
        for value in values
    ]


_STRINGS, _NAMES = {str}, {_Named}
_name = attrgetter("name")


def _or(texts: list[str], others: Callable[[], list[str]]) -> list[str]:
    """The texts, with those of others where one is empty."""
    if "" not in texts:
        return texts
    return [text or other for text, other in zip(texts, others(), strict=True)]
