"""DuckDB as an archive uses it: in memory, with access to the archive's own files only.

DuckDB belongs to the extra ``archive`` and is imported when an archive is opened. It never loads an
extension: Parquet and JSON are built in.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netwrix_tui.errors import NetwrixTuiError, StorageFull, UsageError

if TYPE_CHECKING:
    import duckdb

_CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
}
_MOST_THREADS = 4
_FULL = ("No space left", "File too large", "Disk quota exceeded")


def engine(
    place: Path, *, memory_mb: int, spill: Path | None = None, beside: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection that reads and writes below ``place`` alone, with at most so much memory.

    What does not fit into it goes to the directory ``spill``, and is an error where there is none.
    ``beside`` is another directory that it may read.
    Raises UsageError where DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise UsageError(
            "An archive needs DuckDB, which is not installed.",
            next_step="Install it: pip install 'netwrix-tui[archive]'.",
        ) from error
    connection = duckdb.connect(
        ":memory:",
        config=_CLOSED
        | {
            "threads": str(min(os.cpu_count() or 1, _MOST_THREADS)),
            "memory_limit": f"{memory_mb}MB",
            "temp_directory": str(spill or ""),
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    own = [str(each) for each in (place, spill, beside) if each is not None]
    connection.execute(f"SET allowed_directories = [{', '.join(map(literal, own))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def literal(text: str) -> str:
    """A text in SQL where no parameter can stand: the name of a file of ours."""
    quoted = text.replace("'", "''")
    return f"'{quoted}'"


def errors() -> type[Exception]:
    """What DuckDB raises."""
    import duckdb

    error: type[Exception] = duckdb.Error
    return error


def file_is_gone(error: Exception) -> bool:
    """True where a file was not there any more: somebody has compacted its day meanwhile."""
    import duckdb

    return isinstance(error, duckdb.IOException) and "No such file" in str(error)


def is_short_of_memory(error: Exception) -> bool:
    """True where a question takes more memory than the connection has."""
    import duckdb

    return isinstance(error, duckdb.OutOfMemoryException)


def as_ours(error: Exception, place: Path) -> NetwrixTuiError:
    """An error of DuckDB's, or of the system's, in a sentence."""
    said = getattr(error, "strerror", None) or str(error).partition("\n")[0]
    if any(word in str(error) for word in _FULL):
        return StorageFull(
            f"The archive {place} cannot be written: {said}",
            next_step="Make room there; the same command goes on where it was.",
        )
    if is_short_of_memory(error):
        return NetwrixTuiError(
            "This question needs more memory than an archive is given.",
            next_step="Ask for a shorter span of time.",
        )
    return NetwrixTuiError(
        f"The archive {place} cannot be used: {said}",
        next_step="Look at the file that is named; the others are whole.",
    )


def rows(connection: Any, query: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows that a query has."""
    found: list[tuple[Any, ...]] = connection.execute(query, values or []).fetchall()
    return found
