"""Records as parcels for one receiver, and the sender that takes them there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from netwrix_tui.mapping.document_formats import DocumentFormat, DocumentOptions
from netwrix_tui.mapping.record_facts import document_id
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.export.documents import DocumentWriter
from netwrix_tui.shipping.elastic import ElasticSender
from netwrix_tui.shipping.parcel import Parcel
from netwrix_tui.shipping.receiver import Receiver, ReceiverKind
from netwrix_tui.shipping.sender import Sender
from netwrix_tui.shipping.splunk_hec import SplunkSender
from netwrix_tui.shipping.syslog import SyslogSender, syslog_frame

_FORMS = {
    ReceiverKind.ELASTICSEARCH: DocumentFormat.BULK,
    ReceiverKind.OPENSEARCH: DocumentFormat.BULK,
    ReceiverKind.SPLUNK: DocumentFormat.SPLUNK,
    ReceiverKind.SYSLOG: DocumentFormat.CEF,
}


class ParcelMaker:
    """Makes parcels of records. ``read_at`` tells when one is read, in microseconds."""

    def __init__(
        self,
        receiver: Receiver,
        server: str,
        *,
        with_original: bool = False,
        read_at: Callable[[], int] | None = None,
    ) -> None:
        options = DocumentOptions(
            _FORMS[receiver.kind], with_original=with_original, index=receiver.index
        )
        self._writer = DocumentWriter(options, server, read_at=read_at)
        self._is_syslog = receiver.kind is ReceiverKind.SYSLOG

    def parcels(self, records: Sequence[ReceivedRecord]) -> list[Parcel]:
        """One for each record, in their order."""
        return [self._parcel(record) for record in records]

    def _parcel(self, received: ReceivedRecord) -> Parcel:
        facts = self._writer.facts(received, is_damaged=received.is_damaged)
        rid, body = received.row.rid, self._writer.line(received)
        if self._is_syslog:
            body = syslog_frame(body, facts.moment, facts.server)
        return Parcel(rid, document_id(rid, facts), body, facts.moment)


def sender_to(receiver: Receiver) -> Sender:
    """The sender for a receiver. Raises UsageError for a bad CA file."""
    match receiver.kind:
        case ReceiverKind.SPLUNK:
            return SplunkSender(receiver)
        case ReceiverKind.SYSLOG:
            return SyslogSender(receiver)
        case _:
            return ElasticSender(receiver)
