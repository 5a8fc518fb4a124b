"""The two formats that the API speaks, by name."""

from __future__ import annotations

from enum import StrEnum


class WireFormat(StrEnum):
    """JSON takes a tenth of XML's time to decode, so it is the default; XML is a choice."""

    JSON = "json"
    XML = "xml"

    @property
    def media_type(self) -> str:
        """What goes into Content-Type."""
        return f"application/{self.value}; charset=utf-8"
