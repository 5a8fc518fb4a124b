"""Records to write, and what a demo server has stored of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from netwrix_tui.clock import now
from tests.demo_process import Demo

_NOW = now().replace(microsecond=0)


def new_record(number: int = 0, **fields: Any) -> dict[str, Any]:
    """A record as JSON has it, whole; each number gives another one."""
    when = _NOW - timedelta(minutes=5, seconds=number)
    return {
        "Who": "CORP\\svc-erp",
        "Action": "Modified",
        "What": f"\\orders\\{number:06}",
        "When": f"{when:%Y-%m-%dT%H:%M:%SZ}",
        "Where": "erp01",
        "ObjectType": "Order",
        **fields,
    }


def stored(demo: Demo, where: str = "erp01") -> list[dict[str, Any]]:
    """What the server holds of written records, as a search by a reviewer finds it."""
    body = {
        "FilterList": {"DataSource": {"Equals": "Netwrix API"}, "ObjectType": {"Equals": "Order"}}
    }
    with demo.http() as http:
        answer = http.post("search?format=json&count=50000", json=body).json()
    found: list[dict[str, Any]] = answer["ActivityRecordList"]
    return [record for record in found if record["Where"] == where]


def times_stored(demo: Demo) -> Counter[str]:
    """How often each written record is there, by its What."""
    return Counter(record["What"] for record in stored(demo))
