"""Sources of a case as a session has them: its server, or each of several; whose a record is."""

from __future__ import annotations

from netwrix_tui.case.facts import OF_ARCHIVE, SourceFacts
from netwrix_tui.case.kept_search import KeptSearch
from netwrix_tui.client.account_identity import same_account
from netwrix_tui.records.record import key_parts, record_key
from netwrix_tui.results.loading.merged_fetcher import is_merged_mark
from netwrix_tui.tui.session.session import Session
from netwrix_tui.wire.wire_format import WireFormat


class CaseSources:
    """What is known by now of the server of a session, or of each of its servers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, wire: WireFormat) -> tuple[SourceFacts, ...]:
        """Each of them; the first one stands for a search of all."""
        session = self._session
        if not session.parts:
            return (_facts(session, wire),)
        return tuple(_facts(part, wire, name) for name, part in session.parts.items())

    def first(self, wire: WireFormat) -> SourceFacts:
        """The first of them: where one server is asked, the only one."""
        return self.all(wire)[0]

    def of_key(self, key: str, wire: WireFormat) -> tuple[SourceFacts, str]:
        """The source of a record, and its RID, by the key of the record."""
        session = self._session
        if not session.parts:
            return _facts(session, wire), key
        name, rid = key_parts(key)
        return _facts(session.part(name), wire, name), rid

    def key_of(self, source: SourceFacts, rid: str) -> str:
        """The key by which this session knows a record of a case."""
        is_told_apart = self._session.parts or self._session.is_offline
        return record_key(source.name, rid) if is_told_apart else rid

    def has(self, source: SourceFacts) -> bool:
        """Whether a source of a case is one of these servers."""
        return any(source.server == here.server for here in self.all(WireFormat.JSON))

    def can_go_on(self, kept: KeptSearch) -> bool:
        """True where a kept search can go on where it was asked, and nowhere else."""
        mark = kept.facts.mark
        if mark is not None and is_merged_mark(mark) is not bool(self._session.parts):
            return False
        here = self.first(WireFormat.JSON)
        source = kept.source
        return source.server == here.server and same_account(source.account, here.account)


def _facts(session: Session, wire: WireFormat, name: str = "") -> SourceFacts:
    connection = session.connection()
    server = session.server
    if connection is not None and not session.is_demo:
        server = connection.server
    if session.archive is not None:
        server += OF_ARCHIVE  # whose marks lead on there, and at no server
    return SourceFacts(
        server, session.account, session.scheme(), session.certificate(), wire,
        session.clock_difference(), name=name,
    )  # fmt: skip
