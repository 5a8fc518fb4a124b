"""``netwrix-tui ship``: records go to a receiver; the place moves on behind what it confirms."""

from __future__ import annotations

import argparse
from collections.abc import AsyncGenerator, Callable, MutableMapping, Sequence
from contextlib import aclosing, nullcontext, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from netwrix_tui import clock, standard_streams
from netwrix_tui.client.auditor import AuditorClient
from netwrix_tui.client.connection import Connection
from netwrix_tui.config.directories import state_directory
from netwrix_tui.config.receiver_settings import KINDS, ReceiverSettings
from netwrix_tui.ending import Ending
from netwrix_tui.errors import NetwrixTuiError, UsageError
from netwrix_tui.headless.choices import typed_search
from netwrix_tui.headless.messages import Messages
from netwrix_tui.headless.progress import ticking
from netwrix_tui.headless.resume_file import (
    ResumeFile,
    SearchIdentity,
    resumable_text,
    search_text,
)
from netwrix_tui.headless.ship_feed import (
    Feed,
    FollowFeed,
    KeptFeed,
    Portion,
    SearchFeed,
    case_source,
)
from netwrix_tui.headless.ship_place import ShipPlace
from netwrix_tui.headless.ship_progress import ShipProgress
from netwrix_tui.records.amounts import records_words
from netwrix_tui.records.asked_hours import FILTERED_HERE, is_filtered_here
from netwrix_tui.records.doubts import doubts
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.results.columnstore.received_record import ReceivedRecord
from netwrix_tui.results.loading.record_source import RecordSource
from netwrix_tui.shipping.chosen_receiver import named_settings, receiver_of
from netwrix_tui.shipping.delivery import Delivery, Reports
from netwrix_tui.shipping.elastic import ElasticSender
from netwrix_tui.shipping.index_template import index_template, template_name
from netwrix_tui.shipping.ledger import Doubts, Rejects, names_of
from netwrix_tui.shipping.parcel import Parcel, batches
from netwrix_tui.shipping.parcels import ParcelMaker, sender_to
from netwrix_tui.shipping.receiver import Receiver, ReceiverKind

if TYPE_CHECKING:
    from netwrix_tui.archive.kept_archive import KeptArchive

SHIPPED, NOTHING, REFUSED = 0, 1, 4
_PATIENCE = 600.0
"""Seconds that a receiver which has answered before is waited for; by --follow, without an end."""


class ShipCommand:
    """One command: which records, to which receiver, and what became of them."""

    def __init__(self, options: argparse.Namespace, environment: MutableMapping[str, str]) -> None:
        """Raises UsageError; nothing has been sent then."""
        self.is_setup: bool = options.setup or options.show
        self._show: bool = options.show
        settings = settings_of_options(options, environment)
        self._receiver = receiver_of(settings, environment, with_secret=not options.show)
        self._options = options
        self._search = SearchParameters()
        self._messages = Messages()
        self._resume = Path(options.resume) if options.resume is not None else None
        place = _ledgers(options, settings, environment)
        self._rejects = Rejects(place)
        stem = place.name.removesuffix(".ndjson").removesuffix(".rejects")
        self._doubts = Doubts(place.with_name(f"{stem}.doubts.ndjson"))
        if options.in_case is not None:
            _require_all_there(options, "--in", "a case")
        if options.archive is not None:
            _require_all_there(options, "--archive", "an archive")
        if options.since is not None and not options.follow:
            raise UsageError(
                "--since goes with --follow.", next_step="Search for when:2h.. instead."
            )
        if self.is_setup and not self._receiver.kind.has_ids:
            raise UsageError(
                f"--setup and --show are for Elasticsearch and OpenSearch: {self._receiver.kind} "
                "takes no template."
            )

    # Setup

    def set_up(self) -> int:
        """Send the index template, or print it. Raises NetwrixTuiError."""
        receiver = self._receiver
        template = index_template(receiver.kind, receiver.index)
        if self._show:
            standard_streams.put(template.decode())
            return SHIPPED
        Ending().run(_put_template(receiver, template))
        self._messages.say(
            f"The template {template_name(receiver.index)} stands at {receiver.address}: "
            f"the index {receiver.index} is made by it when the first record comes."
        )
        return SHIPPED

    # Shipping

    def read_search(self, options: argparse.Namespace) -> None:
        """Read the query, once what was saved stands before it. Raises UsageError."""
        self._search = typed_search(options)
        self._messages.say_doubts(doubts(self._search.filters))

    def run(self, connection: Connection) -> int:
        """Ship until there is no more, or for ever; returns the exit status."""
        options = self._options
        self._messages.warn_where_plain(connection)
        if is_filtered_here(self._search, clock.now()):
            self._messages.say(FILTERED_HERE)
        resume_file = self._resume_file(connection)
        with resume_file.held() if resume_file is not None else nullcontext():
            place = ShipPlace(resume_file, follows=options.follow, has_ids=self._has_ids)
            self._tell_left(place)
            if not options.follow and place.position().is_end:
                self._messages.say(
                    f"All of this search was shipped before; remove {self._resume} to begin anew."
                )
            if options.follow:
                feed: Feed = FollowFeed(self._search, options, place.point(), self._messages)
            else:
                feed = SearchFeed(self._search, options, place.position(), self._messages)
            return self._ended(Ending(), feed, connection, place)

    def run_case(self) -> int:
        """Ship what a case holds; returns the exit status."""
        return self._run_kept(partial(case_source, Path(self._options.in_case)))

    def run_archive(self, archive: KeptArchive) -> int:
        """Ship what an archive holds of a server; returns the exit status."""
        from netwrix_tui.archive.kept_archive import open_archived

        return self._run_kept(partial(open_archived, archive, self._messages.say))

    def _run_kept(self, opened: Callable[[], RecordSource]) -> int:
        self.read_search(self._options)
        feed = KeptFeed(self._search, opened, self._options.limit)
        place = ShipPlace(None, follows=False, has_ids=self._has_ids)
        return self._ended(Ending(), feed, None, place)

    @property
    def _has_ids(self) -> bool:
        return self._receiver.kind.has_ids

    def _ended(
        self, ending: Ending, feed: Feed, connection: Connection | None, place: ShipPlace
    ) -> int:
        reports = Reports(self._messages.say, self._rejects.add, self._in_doubt)
        patience = None if self._options.follow else _PATIENCE
        delivery = Delivery(sender_to(self._receiver), self._has_ids, reports, patience=patience)
        progress = ShipProgress(delivery, self._messages)
        self._warn()
        try:
            ending.run(self._ship(feed, connection, place, delivery, progress))
        finally:
            self._messages.clear()
            for remark in (*feed.remarks(), *progress.summary()):
                self._messages.say(remark)
            self._point_to(delivery)
        if delivery.tally.rejected:
            return REFUSED
        return SHIPPED if delivery.tally.settled or self._options.follow else NOTHING

    async def _ship(
        self,
        feed: Feed,
        connection: Connection | None,
        place: ShipPlace,
        delivery: Delivery,
        progress: ShipProgress,
    ) -> None:
        server = connection.url if connection is not None else ""
        maker = ParcelMaker(
            self._receiver, server, with_original=self._options.original, read_at=_now
        )
        client = AuditorClient(connection) if connection is not None else None
        try:
            async with (
                client or nullcontext(),
                ticking(self._messages, progress.line),
                aclosing(feed.portions(client)) as portions,
            ):
                await self._deliver_all(portions, maker, place, delivery, progress)
        finally:
            with suppress(NetwrixTuiError, OSError):
                await delivery.sender.aclose()

    async def _deliver_all(
        self,
        portions: AsyncGenerator[Portion, None],
        maker: ParcelMaker,
        place: ShipPlace,
        delivery: Delivery,
        progress: ShipProgress,
    ) -> None:
        async for portion in portions:
            if not portion.records:
                await delivery.settle()
            done: list[str] = []
            for part in _parts(portion.records):
                for batch in batches(maker.parcels(part), lambda: delivery.sender.limits):
                    names = names_of(batch)
                    place.begin(portion, done, names)
                    try:
                        await delivery.deliver(batch)
                    finally:
                        # Where it was ended in between, what was under way has been told.
                        done += [parcel.rid for parcel in delivery.settled if parcel.rid]
                        place.confirm(portion, done)
                    progress.look()
            place.finish(portion)
        await delivery.settle()

    # Telling

    def _in_doubt(self, parcels: Sequence[Parcel], why: str) -> None:
        self._doubts.add(names_of(parcels), why, _moment())
        hint = ""
        if self._receiver.kind is ReceiverKind.SPLUNK:
            hint = " A search with | dedup RID shows each once."
        self._messages.say(
            f"{records_words(len(parcels))} in doubt, which may be there twice: {why} "
            f"Their RIDs are in {self._doubts.path}.{hint}"
        )

    def _tell_left(self, place: ShipPlace) -> None:
        """Say what an earlier run, which was ended at once, left on its way."""
        left = place.left()
        if not left:
            return
        why = "An earlier run ended while they were sent."
        self._doubts.add(left, why, _moment())
        self._messages.say(
            f"{records_words(len(left))} in doubt, which may be there twice: {why} Their RIDs are "
            f"in {self._doubts.path}."
        )

    def _warn(self) -> None:
        receiver = self._receiver
        if not receiver.is_encrypted:
            self._messages.say(f"The connection to {receiver.address} is not encrypted.")
        if receiver.kind is ReceiverKind.SYSLOG:
            self._messages.say(
                "Syslog confirms nothing: what its connection took counts as delivered."
            )
        if self._resume is None and self._options.follow:
            self._messages.say("Without --resume, the next run begins anew.")

    def _point_to(self, delivery: Delivery) -> None:
        rejected = delivery.tally.rejected
        if rejected:
            self._messages.say(
                f"{records_words(rejected)} rejected for good: which and why is in "
                f"{self._rejects.path}."
            )

    def _resume_file(self, connection: Connection) -> ResumeFile | None:
        if self._resume is None:
            return None
        follows = self._options.follow
        text = search_text(self._search) if follows else resumable_text(self._search)
        kind = "ship follow" if follows else "ship"
        body = f"{kind} {self._receiver.identity} ".encode() + text
        return ResumeFile(self._resume, SearchIdentity.of(connection.url, connection.user, body))


def _require_all_there(options: argparse.Namespace, option: str, place: str) -> None:
    if options.follow:
        raise UsageError(f"--follow and {option} do not go together: nothing arrives in {place}.")
    if options.resume is not None:
        raise UsageError(f"{option} and --resume do not go together: {place} is all there.")


_AT_ONCE = 1_000


def _parts(records: Sequence[ReceivedRecord]) -> list[Sequence[ReceivedRecord]]:
    return [records[at : at + _AT_ONCE] for at in range(0, len(records), _AT_ONCE)]


def _now() -> int:
    return int(clock.epoch() * 1_000_000)


def _moment() -> str:
    return clock.now().replace(microsecond=0).isoformat()


async def _put_template(receiver: Receiver, template: bytes) -> None:
    sender = ElasticSender(receiver)
    try:
        await sender.put_template(template_name(receiver.index), template)
    finally:
        await sender.aclose()


def _ledgers(
    options: argparse.Namespace,
    settings: ReceiverSettings,
    environment: MutableMapping[str, str],
) -> Path:
    """The file of rejects; what is in doubt goes beside it."""
    if options.rejects is not None:
        return Path(options.rejects)
    if options.resume is not None:
        path = Path(options.resume)
        return path.with_name(f"{path.name}.rejects.ndjson")
    name = settings.name or settings.to
    return state_directory(environment) / "ship" / f"{name}.rejects.ndjson"


def settings_of_options(
    options: argparse.Namespace, environment: MutableMapping[str, str]
) -> ReceiverSettings:
    """What ``--to`` and the options beside it say. Raises UsageError."""
    said = {
        "user": options.receiver_user,
        "ca_file": options.receiver_ca_file,
        "fingerprint": options.fingerprint,
        "index": options.index,
        "allow_plain_http": getattr(options, "allow_plain_http", False) or None,
    }
    typed = {name: value for name, value in said.items() if value is not None}
    if options.url is None:
        kept = named_settings(options.to, environment)
        if "ca_file" in typed or "fingerprint" in typed:
            kept = replace(kept, ca_file=None, fingerprint=None)
        return replace(kept, **typed)
    if options.to not in KINDS:
        raise UsageError(
            f"--url goes with one of {', '.join(KINDS)}.",
            cause=f"--to {options.to} is none of these.",
            next_step="Leave --url out where the receiver stands in the settings.",
        )
    return ReceiverSettings("", options.to, options.url, **typed)
