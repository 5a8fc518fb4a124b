"""The index template for Elasticsearch and OpenSearch, made out of the tables of the mapping."""

from __future__ import annotations

from typing import Any

import msgspec

from netwrix_tui.mapping.ecs_tables import ECS_FIELDS, NETWRIX_FIELDS
from netwrix_tui.shipping.receiver import ReceiverKind

IGNORE_ABOVE = 8_191
"""Characters: Lucene's bound of 32,766 is in bytes, of which a character takes four at most."""

_PRIORITY = 200
"""Above what Elastic's own templates for ``logs-*-*`` have."""

_WITH_TEXT = frozenset((
    "file.path", "file.name", "url.full", "user.name", "user.target.name", "group.name",
))  # fmt: skip
"""ECS keywords that are searched for words as well; all of ``netwrix`` are."""


def template_name(index: str) -> str:
    """The name of the template of an index."""
    return f"{index}-template"


def index_template(kind: ReceiverKind, index: str) -> bytes:
    """The template as JSON for people. Names that begin with ``logs-`` are of data streams."""
    properties: dict[str, Any] = {}
    for name, told, _ in (*ECS_FIELDS, *NETWRIX_FIELDS):
        _put(properties, name.split("."), _mapping(name, told.removesuffix("[]"), kind))
    texts = {"match_mapping_type": "string", "mapping": _keyword(with_text=True)}
    template: dict[str, Any] = {
        "index_patterns": [index],
        "priority": _PRIORITY,
        "template": {
            "mappings": {
                "dynamic_templates": [{"texts": texts}],
                "date_detection": False,
                "properties": properties,
            }
        },
        "_meta": {"description": "Records of Netwrix Auditor, by netwrix-tui"},
    }
    if index.startswith("logs-"):
        template["data_stream"] = {}
    return msgspec.json.format(msgspec.json.encode(template), indent=2) + b"\n"


def _put(properties: dict[str, Any], path: list[str], mapping: dict[str, Any]) -> None:
    for part in path[:-1]:
        properties = properties.setdefault(part, {"properties": {}})["properties"]
    properties[path[-1]] = mapping


def _mapping(name: str, kind_of_field: str, kind: ReceiverKind) -> dict[str, Any]:
    if name == "event.original":
        return {"type": "keyword", "index": False, "doc_values": False}
    if kind_of_field == "wildcard" and kind is ReceiverKind.ELASTICSEARCH:
        return {"type": "wildcard", "ignore_above": IGNORE_ABOVE}
    if kind_of_field in ("keyword", "wildcard"):
        return _keyword(with_text=name in _WITH_TEXT or name.startswith("netwrix."))
    return {"type": kind_of_field}


def _keyword(*, with_text: bool) -> dict[str, Any]:
    mapping: dict[str, Any] = {"type": "keyword", "ignore_above": IGNORE_ABOVE}
    if with_text:
        mapping["fields"] = {"text": {"type": "text"}}
    return mapping
