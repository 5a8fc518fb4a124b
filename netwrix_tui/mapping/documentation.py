"""Tables of the mappings as documented (TABLES.md), made of the tables that the code goes by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from netwrix_tui.mapping.cef import CEF_KEYS
from netwrix_tui.mapping.ecs_tables import (
    ACCOUNT_VERBS,
    CATEGORIES,
    ECS_FIELDS,
    MEMBER_ADDED,
    MEMBER_REMOVED,
    NETWRIX_FIELDS,
    TYPES,
    VERBS,
)
from netwrix_tui.mapping.object_kinds import ObjectKind
from netwrix_tui.mapping.ocsf_tables import (
    ACTIVITY_NAMES,
    CLASS_OF_KIND,
    CLASSES,
    EMAIL_ACTIVITY,
    USER_MANAGEMENT,
    OcsfClass,
)
from netwrix_tui.mapping.splunk import SPLUNK_FIELDS
from netwrix_tui.mapping.timesketch import TIMESKETCH_FIELDS


def mapping_tables() -> dict[str, str]:
    """Each table in Markdown, by the name under which README has it."""
    return {
        "ecs": _table(("field", "type", "holds"), _coded(ECS_FIELDS)),
        "ecs-netwrix": _table(("field", "type", "holds"), _coded(NETWRIX_FIELDS)),
        "ecs-categories": _table(("of", "event.category", "event.type", "event.action"), _kinds()),
        "ocsf": _table(("class", "of", "activities"), map(_class_row, CLASSES)),
        "cef": _table(("key", "holds"), _coded(CEF_KEYS)),
        "splunk": _table(("field", "holds"), _coded(SPLUNK_FIELDS)),
        "timesketch": _table(("field", "holds"), _coded(TIMESKETCH_FIELDS)),
    }


def _coded(rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    return ((f"`{name}`", *rest) for name, *rest in rows)


def _kinds() -> Iterable[Sequence[str]]:
    for kind in ObjectKind:
        types = TYPES.get(kind, {}).values()
        verbs = [verb for (of, _), verb in VERBS.items() if of is kind]
        if kind is ObjectKind.USER:
            verbs = list(ACCOUNT_VERBS.values())
        elif kind is ObjectKind.GROUP:
            verbs += [MEMBER_ADDED, MEMBER_REMOVED]
        category = CATEGORIES.get(kind, "none")
        distinct = dict.fromkeys(" + ".join(each) for each in types)
        yield kind.value, category, ", ".join(distinct) or "none", ", ".join(verbs)


def _class_row(each: OcsfClass) -> Sequence[str]:
    names = ", ".join(f"{uid} {name}" for uid, name in sorted(ACTIVITY_NAMES[each].items()))
    return f"{each.uid} {each.caption}", _of_class(each), f"{names}, else 99"


def _of_class(each: OcsfClass) -> str:
    if each is EMAIL_ACTIVITY:
        return "mail that was sent"
    kinds = [kind.value for kind, of in CLASS_OF_KIND.items() if of is each]
    if kinds:
        return "; ".join(kinds)
    version = "1.9" if each is USER_MANAGEMENT else "1.8"
    return f"{ObjectKind.USER.value}, in {version}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )
