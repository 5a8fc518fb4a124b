"""Search body from the user (``--body FILE``): only its continuation mark is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from netwrix_tui.any_text_json import encode_any_text
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.errors import UsageError, WireError
from netwrix_tui.records.doubts import doubts
from netwrix_tui.sanitize import visible
from netwrix_tui.standard_streams import read_input
from netwrix_tui.wire import json_structure, xml_tree
from netwrix_tui.wire.codec import codec
from netwrix_tui.wire.encoding import file_text, utf8_body, wide_encoding
from netwrix_tui.wire.page import Page
from netwrix_tui.wire.wire_format import WireFormat

_MARK = "ContinuationMark"


@dataclass(frozen=True, slots=True)
class SearchBody:
    """The exact bytes of the body of a search request, and their format.

    It is sent even if this program does not know its filters: a server may know more of them.
    """

    text: bytes
    wire: WireFormat

    def doubts(self) -> Iterator[str]:
        """A sentence for each thing in it that may be a mistake, safe to print."""
        try:
            parameters, _ = codec(self.wire).decode_search(self.text, only_known=False)
        except WireError as error:
            yield visible(f"The body is sent as it is. {error.sentence()}")
        else:
            yield from doubts(parameters.filters)

    def continued(self, mark: str | None) -> bytes:
        """The body for the page after a mark; unchanged for the first page (None)."""
        if mark is None:
            return self.text
        if self.wire is WireFormat.JSON:
            members = _members(self.text) | {_MARK: msgspec.Raw(encode_any_text(mark))}
            return msgspec.json.encode(members)
        return _xml_with_mark(self.text, mark)


class BodyClient(AuditorClient):
    """A client that sends search bodies as they are."""

    async def search_body(self, body: SearchBody, mark: str | None, count: int | None) -> Page:
        """One page of the search that the body describes, in the format of the body."""
        return await self._page("search", body.continued(mark), count, body.wire)


def read_body(name: str) -> SearchBody:
    """The body in a file, ``-`` for standard input. Raises UsageError."""
    try:
        given = read_input() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is not a valid file name"
        raise UsageError(
            f"--body {name}: it cannot be read: {reason}.", next_step="Check the file's name."
        ) from error
    try:
        # Unchanged, except that a wide encoding becomes UTF-8: the server takes nothing else.
        is_wide = wide_encoding(given) is not None
        text = utf8_body(file_text(given).encode() if is_wide else given)
        body = SearchBody(text, WireFormat.XML if text[:1] == b"<" else WireFormat.JSON)
        # A body that cannot take a mark cannot be continued: it is refused before it is sent.
        body.continued("mark")
    except (WireError, msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        detail = error.what if isinstance(error, WireError) else "it is not a JSON object."
        raise UsageError(
            f"--body {name}: this is no search body: {detail}",
            next_step="It is a JSON object with a FilterList, or an ActivityRecordSearch in XML.",
        ) from error
    return body


def _members(text: bytes) -> dict[str, msgspec.Raw]:
    json_structure.check(text)
    return msgspec.json.decode(text, type=dict[str, msgspec.Raw])


def _xml_with_mark(text: bytes, mark: str) -> bytes:
    root = xml_tree.parse(text)
    if root.name != "ActivityRecordSearch" or not root.children:
        raise WireError(f"its root is <{root.name}>, or has nothing in it.")
    # The prefix of the root, if it has one, is the prefix of the API's namespace.
    tag = text[root.start + 1 :].split(b">", 1)[0].split(None, 1)[0]
    prefix = tag.rpartition(b":")[0] + b":" if b":" in tag else b""
    name = prefix + _MARK.encode()
    element = b"<%s>%s</%s>" % (name, xml_tree.escape(mark).encode(), name)
    old = root.find(_MARK)
    start, end = (old.start, old.end) if old else (root.children[0].start,) * 2
    return text[:start] + element + text[end:]
