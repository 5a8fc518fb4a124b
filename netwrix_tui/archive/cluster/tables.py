"""The tables of an archive on a cluster, as ClickHouse of 2018 and of today makes them.

On each server ``records_local`` holds its part, and ``records`` stands for all of them; on one
server alone, ``records`` is the table itself. ``state`` says on each server how far the copying has
come; ``shards`` has one row for each part of the cluster that answers.
"""

from __future__ import annotations

from netwrix_tui.archive.cluster.address import check_cluster_name

NO_MOMENT = -9_000_000_000_000_000_000
"""``when`` of a record whose When is no moment: it comes behind all others, newest first."""

TEXTS = (
    "rid", "who", "action", "object_type", "what", "where", "data_source", "item",
    "monitoring_plan", "workstation",
)  # fmt: skip
"""The columns that searches look into; each has another one for that, ``folded_`` and its name."""

DETAILS = ("property", "message", "before", "after")

_COLUMNS = (
    ("server", "String", "the Netwrix server that it was copied from"),
    ("month", "UInt32", "202603, by UTC; 0 without a moment"),
    ("when", "Int64", f"microseconds since 1970, UTC; {NO_MOMENT} without a moment"),
    *((name, "String", "") for name in TEXTS),
    ("monitoring_plan_id", "String", ""),
    *((f"details.{name}", "Array(String)", "of each change") for name in DETAILS),
    ("has_details", "UInt8", "0 where the record's changes cannot be read"),
    ("wire", "String", "json, xml"),
    ("raw", "String", "the exact bytes"),
    ("digest", "UInt64", "of the exact bytes"),
    ("fetched", "Int64", "microseconds since 1970, UTC"),
    *((f"folded_{name}", "String", "in small letters, to be searched") for name in TEXTS),
    ("folded_details", "Array(String)", "each change as one text"),
    ("folded_before", "Array(String)", ""),
    ("folded_after", "Array(String)", ""),
)
COLUMNS = tuple(name for name, _, _ in _COLUMNS)
"""In the order in which a row has them."""

STATE_COLUMNS = ("server", "version", "host", "written", "state")


def named(name: str) -> str:
    """A column's name in SQL; two of them are words of its own."""
    return f'"{name}"'


def table_statements(database: str, cluster: str = "") -> list[str]:
    """What makes the tables on one server, in order; those that are there stay as they are."""
    columns = ",\n".join(f"    {named(name)} {kind}" for name, kind, _ in _COLUMNS)
    local = "records_local" if cluster else "records"
    statements = [
        f"CREATE DATABASE IF NOT EXISTS {database}",
        f"CREATE TABLE IF NOT EXISTS {database}.{local} (\n{columns}\n)\n"
        'ENGINE = MergeTree PARTITION BY (server, month) ORDER BY ("when", rid)',
    ]
    if cluster:
        name = check_cluster_name(cluster)
        statements += [
            f"CREATE TABLE IF NOT EXISTS {database}.records AS {database}.records_local\n"
            f"ENGINE = Distributed('{name}', '{database}', 'records_local', cityHash64(rid))",
            f"CREATE TABLE IF NOT EXISTS {database}.shards (dummy UInt8)\n"
            f"ENGINE = Distributed('{name}', 'system', 'one')",
        ]
    statements.append(
        f"CREATE TABLE IF NOT EXISTS {database}.state (server String, version UInt64, host String, "
        "written Int64, state String)\nENGINE = ReplacingMergeTree(version) ORDER BY server"
    )
    return statements


def ddl(database: str, cluster: str = "") -> str:
    """All of it as a script, with what the columns are."""
    notes = "".join(f"--   {name}: {note}\n" for name, _, note in _COLUMNS if note)
    where = f"On each server of the cluster {cluster}" if cluster else "On the server"
    statements = ";\n\n".join(table_statements(database, cluster))
    return f"-- {where}. Columns of the records:\n{notes}\n{statements};\n"
