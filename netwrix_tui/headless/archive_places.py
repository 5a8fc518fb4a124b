"""Where an archive is kept: a directory of this machine, or a cluster."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from netwrix_tui.archive.checking import CheckedArchive, CheckedDirectory
from netwrix_tui.archive.layout import found_server, server_directory, server_name, servers
from netwrix_tui.archive.retention import Expired, expired, remove_held
from netwrix_tui.archive.state import check_account, read_state
from netwrix_tui.archive.writer import ArchiveWriter, opened_for_upkeep
from netwrix_tui.archive.written import RecordsWriter
from netwrix_tui.client.connection import Secret
from netwrix_tui.config.profile import Profile
from netwrix_tui.errors import UsageError

_MEGABYTE = 1 << 20


class ArchivePlace(Protocol):
    """A place for the records of any number of servers. All methods raise NetwrixTuiError."""

    def opened(
        self, server: str, account: str, told: Callable[[str], None]
    ) -> AbstractContextManager[RecordsWriter]:
        """The archive of a server, held for writing; ``told`` gets what a person should know."""

    def retain(self, server: str, writer: RecordsWriter, kept_from: date) -> str:
        """Take away the days before the first that is kept; what went, in words, if any did."""

    def checked(self, server: str, account: str) -> CheckedArchive:
        """The archive of a server, to be compared with it."""

    def upkeep(self, kept_from: date | None, *, compact: bool) -> Iterator[str]:
        """What would go, and fewer files: a sentence for each server there is."""


def archive_place(
    options: argparse.Namespace,
    settings_archive: str | None,
    settings: Profile | None = None,
    taken: Secret | None = None,
) -> ArchivePlace:
    """The place that ``--to`` or the profile names; ``taken`` is the environment's password.

    Raises UsageError.
    """
    named = options.to or settings_archive
    if not named:
        raise UsageError(
            "The archive has no place yet.",
            next_step='Name a directory with --to, or in the profile: archive = "/srv/archive".',
        )
    if "://" not in named:
        if options.cluster or options.show_ddl:
            raise UsageError(
                "--cluster and --show-ddl go with an archive on a cluster.",
                next_step="Name it with --to clickhouse://H1:8443,H2:8443/audit.",
            )
        return DirectoryPlace(Path(named).expanduser())
    from netwrix_tui.headless.cluster_place import cluster_place

    return cluster_place(named, options.cluster or "", settings, taken)


@dataclass(frozen=True, slots=True)
class DirectoryPlace:
    """A directory of Parquet files."""

    path: Path

    @contextmanager
    def opened(
        self, server: str, account: str, told: Callable[[str], None]
    ) -> Iterator[ArchiveWriter]:
        with ArchiveWriter.opened(self.path, server, account) as writer:
            yield writer

    def retain(self, server: str, writer: RecordsWriter, kept_from: date) -> str:
        assert isinstance(writer, ArchiveWriter)  # noqa: S101 - it is the one of opened()
        old = expired(writer.directory, kept_from)
        remove_held(writer.directory, old)
        writer.read_again()
        return _expired_words(writer.directory, old, "went") if old.days else ""

    def checked(self, server: str, account: str) -> CheckedDirectory:
        directory = found_server(self.path, server)
        state = read_state(directory)
        if state is not None:
            check_account(state, account)
        return CheckedDirectory(directory, state.kept_from if state is not None else "")

    def upkeep(self, kept_from: date | None, *, compact: bool) -> Iterator[str]:
        found = [server_directory(self.path, name) for name in servers(self.path)]
        if not found:
            found = [found_server(self.path)]
        for directory in found:
            if kept_from is not None:
                yield _expired_words(directory, expired(directory, kept_from), "would go")
            if compact:
                with opened_for_upkeep(directory) as writer:
                    counts = list(writer.compact())
                before, after = sum(c[1] for c in counts), sum(c[2] for c in counts)
                yield f"{server_name(directory)}: {before:,} files, now {after:,}."


def _expired_words(directory: Path, old: Expired, verb: str) -> str:
    name = server_name(directory)
    if not old.days:
        return f"{name}: nothing is older than {old.first_kept}."
    return (
        f"{name}: {len(old.days):,} days {verb}, {old.days[0]} to {old.days[-1]}, "
        f"{old.size / _MEGABYTE:,.1f} MB."
    )
