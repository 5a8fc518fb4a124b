"""Records that are written to the demo: checked, and given what only the server gives."""

from __future__ import annotations

from msgspec.structs import replace

from netwrix_tui.demo.arrivals import Arrivals
from netwrix_tui.demo.monitored_items import MonitoredItem
from netwrix_tui.errors import WireError
from netwrix_tui.records.new_record import NewRecord, as_record, problems_of
from netwrix_tui.records.record import ActivityRecord
from netwrix_tui.wire.new_records import decode_new_records, place_of
from netwrix_tui.wire.wire_format import WireFormat

DATA_SOURCE = "Netwrix API"
"""What every written record has for its data source, and what its plan needs to have."""

_IGNORED = frozenset({"RID", "DataSource", "MonitoringPlan/ID", "Detail/Message"})
"""Fields that a record may bring and that the server gives itself."""


class Intake:
    """Takes records in, whole bodies or nothing. They are kept in memory, among the arrivals."""

    def __init__(self, places: tuple[MonitoredItem, ...], arrivals: Arrivals) -> None:
        self._plans = {p.plan.casefold(): p for p in places if p.source == DATA_SOURCE}
        self._arrivals = arrivals

    def take(self, body: bytes, wire: WireFormat, now: float) -> int:
        """Store all records of a body, or none; returns how many there were. Raises WireError.

        What is for the archive alone is not kept: nothing here reads the archive.
        """
        records = decode_new_records(body, wire)
        for number, (record, left_out) in enumerate(records, 1):
            self._check(record, left_out, number)
        for record, _ in records:
            if not record.is_archive_only:
                self._arrivals.add(self._stored_form(record), now)
        return len(records)

    def _check(self, record: NewRecord, left_out: tuple[str, ...], number: int) -> None:
        for problem in problems_of(record):
            if problem.is_error:
                raise WireError(problem.what, location=place_of(number, problem.field))
        for name in left_out:
            if name not in _IGNORED:
                raise WireError(f"Unexpected element {name!r}.", location=place_of(number, name))
        if record.monitoring_plan and record.monitoring_plan.casefold() not in self._plans:
            raise WireError(
                f"There is no monitoring plan {record.monitoring_plan!r} with the data source "
                f"{DATA_SOURCE}.",
                location=place_of(number, "MonitoringPlan/Name"),
            )

    def _stored_form(self, new: NewRecord) -> ActivityRecord:
        plan = self._plans.get(new.monitoring_plan.casefold())
        return replace(
            as_record(new),
            data_source=DATA_SOURCE,
            item=f"{new.item} (Integration)" if new.item else "",
            monitoring_plan=plan.plan if plan else "",
            monitoring_plan_id=plan.plan_id if plan else "",
        )
