"""Bytes of the Integration API to records and back, in both formats. Pure: no input or output.

``codec.codec(wire)`` gives the functions of a :class:`WireFormat`; a :class:`Page` is what comes.
"""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["Page", "WireFormat", "encode_new_records", "read_search"]

__getattr__ = doors(
    __name__,
    new_records="encode_new_records", page="Page", wire_format="WireFormat",
    written_search="read_search",
)  # fmt: skip
