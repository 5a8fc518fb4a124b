"""The lines of custody of a package: those of the case, and the export itself as the last one."""

from __future__ import annotations

from dataclasses import replace

from netwrix_tui.case import chain
from netwrix_tui.case.case_reader import CaseReader
from netwrix_tui.case.facts import CustodyEntry
from netwrix_tui.clock import now
from netwrix_tui.evidence.pseudonyms import Pseudonyms

EXPORTED = "exported"
NOT_EXPORTED = "not exported"
"""Of an export that was written down, and then failed or was cancelled."""


def exported_entry(before: list[CustodyEntry], detail: str) -> CustodyEntry:
    """The line of an export by this user, now, linked to those before it."""
    entry = CustodyEntry(now(), chain.this_user(), chain.this_host(), EXPORTED, detail)
    return _linked(before[-1].chain if before else chain.EMPTY, entry)


def under_names(entries: list[CustodyEntry], names: Pseudonyms) -> list[CustodyEntry]:
    """The same lines with pseudonyms, chained anew: the true chain would tell who is meant."""
    last = chain.EMPTY
    told = []
    for entry in entries:
        linked = _linked(
            last,
            replace(
                entry,
                user=names.account(entry.user),
                host=names.host(entry.host),
                detail=names.text(entry.detail),
            ),
        )
        last = linked.chain
        told.append(linked)
    return told


def learn_operators(names: Pseudonyms, case: CaseReader, entries: list[CustodyEntry]) -> None:
    """Whoever worked with the case, and where it came from, have pseudonyms too."""
    info = case.info
    for user, host in [(info.user, info.host), *((each.user, each.host) for each in entries)]:
        names.learn_account(user)
        names.learn_host(host)
    for source in case.sources():
        names.learn_account(source.account)
        names.learn_host(source.server)
    for by in (*(n.by for n in case.notes()), *(f.by for f in case.findings())):
        names.learn_account(by)
    for search in case.searches():
        for condition in search.plan.parameters().filters:
            if isinstance(condition.value, str) and "Group" not in condition.operator:
                if condition.name == "Who":
                    names.learn_account(condition.value)
                elif condition.name == "Workstation":
                    names.learn_host(condition.value)


def _linked(before: bytes, entry: CustodyEntry) -> CustodyEntry:
    digest = chain.custody_digest(entry.at, entry.user, entry.host, entry.act, entry.detail)
    return replace(entry, chain=chain.link(before, digest))
