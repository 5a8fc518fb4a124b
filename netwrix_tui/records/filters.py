"""Filters and their operators: which go together, what values are known, how long one may be.

Source: "Reference for Search Parameters Schema" and "Filters" in the vendor's documentation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from netwrix_tui.errors import UsageError
from netwrix_tui.records.relative import RelativeSpan
from netwrix_tui.records.weekly_hours import WeeklyHours
from netwrix_tui.records.when import HoursRange, Timeframe, TimeRange


class Operator(StrEnum):
    """How a filter's value is compared; the text is the name on the wire."""

    CONTAINS = "Contains"
    DOES_NOT_CONTAIN = "DoesNotContain"
    EQUALS = "Equals"
    NOT_EQUAL_TO = "NotEqualTo"
    STARTS_WITH = "StartsWith"
    ENDS_WITH = "EndsWith"
    IN_GROUP = "InGroup"
    NOT_IN_GROUP = "NotInGroup"

    @property
    def is_negative(self) -> bool:
        """True where all entries have to hold; the entries of the others combine with OR."""
        return self in _NEGATIVE


_NEGATIVE = frozenset({Operator.DOES_NOT_CONTAIN, Operator.NOT_EQUAL_TO, Operator.NOT_IN_GROUP})

_TEXT = (
    Operator.CONTAINS,
    Operator.DOES_NOT_CONTAIN,
    Operator.EQUALS,
    Operator.NOT_EQUAL_TO,
    Operator.STARTS_WITH,
    Operator.ENDS_WITH,
)
_GROUP = (*_TEXT, Operator.IN_GROUP, Operator.NOT_IN_GROUP)
_EXACT = (Operator.EQUALS, Operator.NOT_EQUAL_TO)
_PARTS = (Operator.CONTAINS, Operator.DOES_NOT_CONTAIN)
_ELEMENT = re.compile(r"[A-Za-z_][\w.-]*")


@dataclass(frozen=True, slots=True)
class FilterSpec:
    """What one filter takes. The first operator is the default; ``longest`` is in characters."""

    name: str
    operators: tuple[Operator, ...]
    longest: int | None = None

    @property
    def default_operator(self) -> Operator:
        """The operator that a bare value means on the wire."""
        return self.operators[0]


SPECS: dict[str, FilterSpec] = {
    spec.name: spec
    for spec in (
        FilterSpec("When", _EXACT),
        FilterSpec("Who", _GROUP, 255),
        FilterSpec("Action", _EXACT),
        FilterSpec("What", _TEXT, 1_073_741_822),
        FilterSpec("Where", _TEXT, 255),
        FilterSpec("DataSource", _TEXT, 1_073_741_822),
        FilterSpec("ObjectType", _TEXT, 255),
        FilterSpec("Workstation", _TEXT, 1_073_741_822),
        FilterSpec("Detail", _TEXT, 1_073_741_822),
        FilterSpec("Before", _TEXT, 536_870_911),
        FilterSpec("After", _TEXT, 536_870_911),
        FilterSpec("Item", _TEXT, 1_073_741_822),
        FilterSpec("MonitoringPlan", _TEXT, 255),
        FilterSpec("WorkingHours", _EXACT),
        FilterSpec("RID", _TEXT, 49),
    )
}
"""Every documented filter, in the order in which an admin reaches for them."""

ANYWHERE = "Anywhere"
"""Our own filter: text in any of several fields. It is sent as several searches."""

SERVER = "Server"
"""Our own filter, too: which of several servers are asked. It is never sent."""

_OURS = {
    ANYWHERE: FilterSpec(ANYWHERE, _PARTS, 1_073_741_822),
    SERVER: FilterSpec(SERVER, _EXACT, 255),
}


def spec_of(name: str) -> FilterSpec:
    """What a filter takes: also one that this list does not know, which takes all operators.

    Raises UsageError for what cannot be a filter's name.
    """
    if name in _OURS:
        return _OURS[name]
    if name in SPECS:
        return SPECS[name]
    meant = next((known for known in SPECS if _bare(known) == _bare(name)), None)
    if meant is not None:
        raise UsageError(
            f"There is no filter named {name!r}.", next_step=f"Its name is written {meant}."
        )
    if not _ELEMENT.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot be the name of a filter.",
            cause="A name has letters, digits, dots, dashes and underscores.",
            next_step=f"Filters are {', '.join(SPECS)}.",
        )
    return FilterSpec(name, tuple(Operator))


def _bare(name: str) -> str:
    """Letters and digits alone, small: ``Monitoring Plan`` and ``monitoring_plan`` are one name."""
    return "".join(filter(str.isalnum, name)).casefold()


FORMER_NAMES = {"AuditedSystem": "DataSource", "ManagedObject": "MonitoringPlan"}
"""Of filters and fields, in versions 8.0 to 8.5 of the product."""

ACTIONS: tuple[str, ...] = (
    "Added", "Add (Failed Attempt)",
    "Removed", "Remove (Failed Attempt)",
    "Modified", "Modify (Failed Attempt)",
    "Read", "Read (Failed Attempt)",
    "Moved", "Move (Failed Attempt)",
    "Renamed", "Rename (Failed Attempt)",
    "Checked in", "Checked out", "Discard check out",
    "Successful Logon", "Failed Logon", "Logoff",
    "Copied", "Sent",
    "Session start", "Session end",
    "Activated",
)  # fmt: skip
"""The documented actions. A server may know more: offer these, accept any."""

DATA_SOURCES: tuple[str, ...] = (
    "Active Directory", "AD FS", "Entra ID", "Event Log", "Exchange", "Exchange Online",
    "File Servers", "Group Policy", "Inactive Users", "Logon Activity", "MS Teams", "Netwrix API",
    "Network Devices", "Oracle Database", "Password Expiration", "SharePoint", "SharePoint Online",
    "SQL Server", "User Activity", "VMware", "Windows Server", "Entitlement reviews", "Self-audit",
)  # fmt: skip
"""Data sources seen in the vendor's documentation. Offer these, accept any."""

FilterValue = str | Timeframe | TimeRange | RelativeSpan | HoursRange | WeeklyHours


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition: the named field compared with one value.

    A name that is not documented is allowed: a newer server may know it. Raises UsageError when
    the combination cannot be valid: an operator that the filter does not take, a value of the
    wrong kind, empty, too long, or with characters that XML 1.0 cannot carry.
    """

    name: str
    operator: Operator
    value: FilterValue

    def __post_init__(self) -> None:
        spec = spec_of(self.name)
        if self.operator not in spec.operators:
            raise UsageError(
                f"{self.name} does not take the operator {self.operator}.",
                next_step=f"It takes {', '.join(spec.operators)}.",
            )
        _check_kind(self.name, self.value)
        if isinstance(self.value, str):
            _check_text(self.name, self.value, spec.longest)


def _check_kind(name: str, value: FilterValue) -> None:
    if name == "When":
        if not isinstance(value, Timeframe | TimeRange | RelativeSpan):
            raise UsageError(
                f"When does not take {value!r}.",
                next_step="It takes Today, Yesterday, LastSevenDays, LastThirtyDays or From..To.",
            )
    elif name == "WorkingHours":
        if not isinstance(value, HoursRange | WeeklyHours):
            raise UsageError(
                f"WorkingHours does not take {value!r}.",
                next_step="It takes two times of day, as 08:00..18:00; days may stand before them.",
            )
    elif not isinstance(value, str) or isinstance(value, Timeframe):
        raise UsageError(f"{name} takes text.", next_step="Times go into When or WorkingHours.")


def _check_text(name: str, value: str, longest: int | None) -> None:
    if not value:
        raise UsageError(f"{name} needs a value.", next_step="Type one, or remove the filter.")
    if longest is not None and len(value) > longest:
        raise UsageError(
            f"The value of {name} is {len(value):,} characters long.",
            next_step=f"The API takes at most {longest:,}.",
        )
    bad = next((c for c in value if not is_xml_character(c)), None)
    if bad is not None:
        raise UsageError(
            f"The value of {name} holds the character U+{ord(bad):04X}.",
            cause="The API's XML cannot carry it.",
            next_step="Search for the text before or after it, with Contains or StartsWith.",
        )


def is_xml_character(char: str) -> bool:
    """True for the characters that XML 1.0 allows ("Extensible Markup Language 1.0", 2.2)."""
    code = ord(char)
    if code < 0x20:
        return code in (0x09, 0x0A, 0x0D)
    return not (0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))
