"""Somebody of the demo whose names a record tells, and all records that hold one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.demo_process import Demo
from tests.headless.commands import run


@dataclass(frozen=True)
class Somebody:
    """Three names of one person, borne by nobody else."""

    display: str
    account: str
    upn: str

    @property
    def names(self) -> tuple[str, str, str]:
        return (self.display, self.account, self.upn)


def everything(demo: Demo) -> list[dict[str, Any]]:
    """All records of a demo, the newest first."""
    return run(demo, "enum").records


def somebody_told(
    records: list[dict[str, Any]],
    besides: str = "",
    is_meant: Callable[[Somebody], bool] = lambda _: True,
) -> Somebody:
    """Somebody of whom a record of Entra ID tells the account, and nobody is called alike."""
    told: dict[str, set[str]] = {}
    for record in records:
        details = {d.get("PropertyName"): d.get("Message") for d in record.get("DetailList", [])}
        if "onPremisesSamAccountName" in details:
            login = details["onPremisesSamAccountName"]
            told.setdefault(str(details["displayName"]), set()).add(f"{login} {record['What']}")
    texts = [str(record) for record in records]
    for display, logins in told.items():
        login, _, upn = next(iter(logins)).partition(" ")
        alone = not any(f"{login}2" in text or f"svc-{login}" in text for text in texts)
        somebody = Somebody(display, f"CORP\\{login}", upn)
        if len(logins) == 1 and alone and display != besides and is_meant(somebody):
            return somebody
    raise AssertionError("nobody is told")


def about(somebody: Somebody, records: list[dict[str, Any]]) -> set[str]:
    """The RIDs of the records that hold any of the names in a field that can be searched."""
    found = set()
    for record in records:
        fields = [record.get(name, "") for name in ("Who", "What", "Where", "Workstation")]
        fields.append(record.get("Item", {}).get("Name", ""))
        for detail in record.get("DetailList", []):
            order = ("PropertyName", "Message", "Before", "After")
            fields.append(" ".join(detail[name] for name in order if detail.get(name) is not None))
        folded = "\n".join(fields).casefold()
        if any(name.casefold() in folded for name in somebody.names):
            found.add(record["RID"])
    return found
