"""Values that files keep: what a newer version of the program has put beside them stays there."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from netwrix_tui.any_text_json import decode_any_text, encode_any_text

_BESIDE = "*beside"
"""Where :func:`decoded` gathers unknown fields: no field of any version has this name."""

Kind = TypeVar("Kind")


class ExtensibleStruct(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what is kept. ``beside`` are the fields of the file that this version knows nothing
    of, by their names: whoever changes a value passes them on, as ``msgspec.structs.replace`` does.
    """

    beside: dict[str, Any] = msgspec.field(default_factory=dict, name=_BESIDE)


def decoded(data: bytes, kind: type[Kind]) -> Kind:
    """A value out of JSON, with all that stands beside it.

    Raises ValueError (msgspec.MsgspecError is one) or RecursionError for what is none.
    """
    return msgspec.convert(_gathered(decode_any_text(data), kind), kind)


def encoded(value: ExtensibleStruct) -> bytes:
    """The value as JSON, with what stands beside it where it stood."""
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
        beside = {name: each for name, each in value.items() if name not in fields}
        return known | {_BESIDE: beside}
    if isinstance(value, list) and origin in (list, tuple):
        return [_gathered(each, of[0]) for each in value]
    return value


@cache
def _fields(kind: type[ExtensibleStruct]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    names = zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)
    return {encoded: hints[name] for encoded, name in names if name != "beside"}


def _spread(value: Any) -> Any:
    if isinstance(value, dict):
        beside = value.pop(_BESIDE, {})
        return {name: _spread(each) for name, each in value.items()} | beside
    if isinstance(value, list | tuple):
        return [_spread(each) for each in value]
    return value
