"""Structs that are kept in files: fields that a newer version has added are preserved."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from netwrix_tui.any_text_json import decode_any_text, encode_any_text

_UNKNOWN = "*unknown"
"""Where :func:`decoded` gathers unknown fields: no field of any version has this name."""

Kind = TypeVar("Kind")


class ExtensibleStruct(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what is kept. ``unknown_fields`` are those of the file that this version does not
    know, by their names: whoever changes a value passes them on, as ``msgspec.structs.replace``
    does.
    """

    unknown_fields: dict[str, Any] = msgspec.field(default_factory=dict, name=_UNKNOWN)


def decoded(data: bytes, kind: type[Kind]) -> Kind:
    """A value out of JSON, with the fields that are unknown here.

    Raises ValueError (msgspec.MsgspecError is one) or RecursionError for what is none.
    """
    return msgspec.convert(_gathered(decode_any_text(data), kind), kind)


def encoded(value: ExtensibleStruct) -> bytes:
    """The value as JSON, the unknown fields where they stood."""
    return encode_any_text(_spread(msgspec.to_builtins(value)))


def _gathered(value: Any, kind: Any) -> Any:
    """Decoded JSON, the unknown fields of each ExtensibleStruct put under one name."""
    origin, of = get_origin(kind), get_args(kind)
    if isinstance(value, dict):
        if origin is dict:
            return {name: _gathered(each, of[1]) for name, each in value.items()}
        own = next(
            (k for k in (kind, *of) if isinstance(k, type) and issubclass(k, ExtensibleStruct)),
            None,
        )
        if own is None:
            return value
        fields = _fields(own)
        known = {name: _gathered(v, fields[name]) for name, v in value.items() if name in fields}
        unknown = {name: each for name, each in value.items() if name not in fields}
        return known | {_UNKNOWN: unknown}
    if isinstance(value, list) and origin in (list, tuple):
        return [_gathered(each, of[0]) for each in value]
    return value


@cache
def _fields(kind: type[ExtensibleStruct]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    names = zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)
    return {encoded: hints[name] for encoded, name in names if name != "unknown_fields"}


def _spread(value: Any) -> Any:
    if isinstance(value, dict):
        unknown = value.pop(_UNKNOWN, {})
        return {name: _spread(each) for name, each in value.items()} | unknown
    if isinstance(value, list | tuple):
        return [_spread(each) for each in value]
    return value
