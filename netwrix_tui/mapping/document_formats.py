"""Document formats, and one record written in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from netwrix_tui.errors import UsageError
from netwrix_tui.mapping.cef import cef_line
from netwrix_tui.mapping.document_encoding import one_line, without_halves
from netwrix_tui.mapping.ecs import ecs_document
from netwrix_tui.mapping.ocsf import ocsf_event
from netwrix_tui.mapping.ocsf_tables import OcsfVersion
from netwrix_tui.mapping.record_facts import RecordFacts, document_id
from netwrix_tui.mapping.splunk import splunk_event
from netwrix_tui.mapping.timesketch import timesketch_event
from netwrix_tui.records.record import ActivityRecord

DEFAULT_INDEX = "netwrix-auditor-activity"
"""An ordinary index: a data stream takes no id that survives a rollover."""

_INDEX = re.compile(r"[a-z0-9.][a-z0-9._+@-]{0,254}")
"""What Elasticsearch and OpenSearch take for the name of an index or a data stream."""


class DocumentFormat(StrEnum):
    """What a record can be written as for another tool."""

    ECS = "ecs"
    OCSF = "ocsf"
    CEF = "cef"
    SPLUNK = "splunk"
    BULK = "bulk"
    TIMESKETCH = "timesketch"

    @property
    def extension(self) -> str:
        """How a file of this format ends, with its dots."""
        match self:
            case DocumentFormat.CEF:
                return ".cef"
            case DocumentFormat.TIMESKETCH:
                return ".jsonl"
            case _:
                return f".{self.value}.ndjson"


@dataclass(frozen=True, slots=True)
class DocumentOptions:
    """What is the same for all records of a document.

    ``index`` is for BULK, ``ocsf`` for OCSF; with ``with_original`` exact bytes go along.
    """

    format: DocumentFormat
    with_original: bool = False
    ocsf: OcsfVersion = OcsfVersion.V1_8
    index: str = DEFAULT_INDEX


def document_line(
    record: ActivityRecord,
    facts: RecordFacts,
    options: DocumentOptions,
    *,
    as_json: bytes = b"",
    note: str = "",
    tags: Sequence[str] = (),
) -> bytes:
    """The record in a format, with its line end; of BULK, two lines.

    ``as_json`` is the record as one JSON object on one line, which SPLUNK takes. ``note`` and
    ``tags`` are the user's, for TIMESKETCH.
    """
    match options.format:
        case DocumentFormat.ECS:
            return ecs_line(record, facts)
        case DocumentFormat.BULK:
            head = bulk_head(options.index, document_id(record.rid, facts))
            return head + ecs_line(record, facts)
        case DocumentFormat.OCSF:
            line, replaced = one_line(event := ocsf_event(record, facts, options.ocsf))
            if replaced:
                event["unmapped"]["text_replaced"] = True
                line, _ = one_line(event)
        case DocumentFormat.CEF:
            return cef_line(record, facts).encode() + b"\n"
        case DocumentFormat.TIMESKETCH:
            line, _ = one_line(timesketch_event(record, facts, note, tags))
        case DocumentFormat.SPLUNK:
            line, _ = one_line(splunk_event(record, facts, _strict(as_json)))
    return line + b"\n"


def ecs_line(record: ActivityRecord, facts: RecordFacts) -> bytes:
    """The record as an ECS document on one line, with its line end."""
    line, replaced = one_line(document := ecs_document(record, facts))
    if replaced:
        document["netwrix"]["text_replaced"] = True
        line, _ = one_line(document)
    return line + b"\n"


def bulk_head(index: str, identifier: str) -> bytes:
    """The line before a document that has it stored once under its id, with its line end."""
    line, _ = one_line({"create": {"_index": index, "_id": identifier}})
    return line + b"\n"


def _strict(as_json: bytes) -> bytes:
    """The object as it is where strict readers take it, else without half characters."""
    try:
        msgspec.json.decode(as_json, type=msgspec.Raw)
        if b"\\ud" not in as_json.lower():
            return as_json
        msgspec.json.decode(as_json)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        import json

        return msgspec.json.encode(without_halves(json.loads(as_json, strict=False)))
    return as_json


def index_name(text: str) -> str:
    """The name of an index or a data stream. Raises UsageError for what is none."""
    if not _INDEX.fullmatch(text) or text in (".", ".."):
        raise UsageError(
            "--index: this is no name of an index.",
            cause="It has lower-case letters, digits, dots, dashes and underscores.",
            next_step=f"Take one like {DEFAULT_INDEX}.",
        )
    return text
