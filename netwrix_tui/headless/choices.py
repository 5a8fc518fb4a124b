"""Search and output format that the options describe: checked before anything is sent."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.headless.document_options import document_options
from netwrix_tui.headless.kept_notes import NotesReader, wants_notes
from netwrix_tui.headless.search_body import SearchBody, read_body
from netwrix_tui.headless.table import Table, table_fields
from netwrix_tui.headless.terminal_safe import as_it_is, for_terminal
from netwrix_tui.headless.typed_filters import typed_parameters
from netwrix_tui.mapping.document_formats import DocumentFormat, DocumentOptions
from netwrix_tui.records.filter_words import shortened
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.query_terms import QueryError
from netwrix_tui.records.search import SearchParameters
from netwrix_tui.records.zone import LOCAL, UTC_ZONE, ShownZone, named_zone
from netwrix_tui.results.export.csv_format import CsvShape
from netwrix_tui.results.export.documents import DocumentWriter
from netwrix_tui.results.export.record_fields import (
    CHANGES,
    FIELDS,
    NOTE,
    SERVER,
    Field,
    NoteOf,
    all_fields,
    no_note,
)
from netwrix_tui.results.export.writers import (
    CsvWriter,
    JsonArrayWriter,
    NdjsonWriter,
    RawWriter,
    RecordWriter,
    XmlWriter,
)
from netwrix_tui.standard_streams import terminal_encoding

RequestedSearch = SearchParameters | SearchBody


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """A record writer, and what makes its bytes safe on the way to a terminal, piece by piece."""

    writer: RecordWriter
    safe: Callable[[bytes], Iterable[bytes]] = as_it_is
    trouble: str = ""
    """What is wrong with the user's notes, as a sentence."""


def requested_search(options: argparse.Namespace) -> RequestedSearch:
    """The filters or the body. Raises UsageError."""
    if options.body is None:
        return typed_search(options)
    if options.filters or options.query:
        raise UsageError(
            "A query or -f, and --body, do not go together.",
            next_step="Put the filters into the body.",
        )
    return read_body(options.body)


def typed_search(options: argparse.Namespace) -> SearchParameters:
    """The query and the filters together. Raises UsageError."""
    zone = shown_zone(options)
    query = typed_query(options.query, zone)
    return query.with_(*typed_parameters(options.filters, zone).filters)


def shown_zone(options: argparse.Namespace) -> ShownZone:
    """The zone in which times are read and shown. Raises UsageError."""
    own: ShownZone = getattr(options, "own_zone", LOCAL)
    named = getattr(options, "zone", None)
    if named is not None and options.utc:
        raise UsageError("--zone and --utc are two zones.", next_step="Leave one of them out.")
    zone = UTC_ZONE if options.utc else named_zone(named) if named is not None else own
    return zone.worked_as(own)


def typed_query(query: str, zone: ShownZone) -> SearchParameters:
    """A query line. Raises UsageError, which names the place of what is wrong."""
    try:
        return plan_of(query, zone).parameters()
    except QueryError as error:
        wrong = shortened(query[error.at : error.end] or query, 40)
        raise UsageError(
            f"The query cannot be read at {wrong} (character {error.at + 1}): {error.what}",
            next_step=error.next_step,
        ) from error


def output_format(
    options: argparse.Namespace, notes: NotesReader, *, to_terminal: bool, several: bool = False
) -> OutputFormat:
    """The format that the options name, with the notes where they come along. Raises UsageError.

    ``several`` is True where several servers are asked: then it says which one a record is from.
    """
    documents = document_options(options)
    if documents is not None:
        return _documents(documents, notes, to_terminal=to_terminal)
    fields = None if options.fields is None else chosen_fields(options.fields, several=several)
    if options.raw:
        return _raw(options, to_terminal=to_terminal)
    name = options.output or ("table" if to_terminal else "ndjson")
    is_for_excel = options.excel or options.separator is not None
    if is_for_excel:
        name = _only_csv(options)
    note_of: NoteOf = no_note
    trouble = ""
    if wants_notes(name, fields):
        note_of, trouble = notes()
    if is_for_excel:
        every = fields or all_fields(several=several)
        writer: RecordWriter = _for_excel(options, every, note_of, to_terminal=to_terminal)
    else:
        writer = _writer(
            name, fields, shown_zone(options), note_of, to_terminal=to_terminal, several=several
        )
    if to_terminal:
        return OutputFormat(writer, for_terminal(name, terminal_encoding()), trouble)
    return OutputFormat(writer, trouble=trouble)


def _documents(
    documents: DocumentOptions, notes: NotesReader, *, to_terminal: bool
) -> OutputFormat:
    note_of: NoteOf = no_note
    trouble = ""
    if documents.format is DocumentFormat.TIMESKETCH:
        note_of, trouble = notes()
    writer = DocumentWriter(documents, note_of=note_of)
    if not to_terminal:
        return OutputFormat(writer, trouble=trouble)
    name = "cef" if documents.format is DocumentFormat.CEF else "ndjson"
    return OutputFormat(writer, for_terminal(name, terminal_encoding()), trouble)


def chosen_fields(text: str, *, several: bool = False) -> list[Field]:
    """The fields of a list separated by commas, in its order. Raises UsageError."""
    known = {_folded(field.name): field for field in FIELDS}
    known |= {_folded(field.title): field for field in FIELDS}
    known |= {"details": CHANGES, NOTE.name: NOTE}
    known |= {"server": SERVER} if several else {}
    every = all_fields(several=several)
    names = [CHANGES.title if field is CHANGES else field.name for field in every]
    chosen: list[Field] = []
    for name in filter(None, map(str.strip, text.split(","))):
        field = known.get(_folded(name))
        if field is None:
            raise UsageError(
                f"--fields: there is no field named {shortened(name, 40)!r}.",
                next_step=f"{did_you_mean(name, names)}Fields are {', '.join(names)}.",
            )
        if field not in chosen:
            chosen.append(field)
    if not chosen:
        raise UsageError("--fields names no field.", next_step="Type it as When,Who,What.")
    return chosen


def _writer(
    name: str,
    fields: Sequence[Field] | None,
    zone: ShownZone,
    note_of: NoteOf,
    *,
    to_terminal: bool,
    several: bool,
) -> RecordWriter:
    if name == "csv":
        return CsvWriter(fields or all_fields(several=several), note_of)
    if name == "table":
        width = shutil.get_terminal_size().columns if to_terminal else None
        return Table(fields or table_fields(width, several=several), zone, width, note_of)
    if name == "xml":
        if fields is not None and NOTE in fields:
            raise UsageError(
                "A note has no place in the API's XML.", next_step="Take csv, ndjson or json."
            )
        if fields is not None and SERVER in fields:
            raise UsageError(
                "The server has no place in the API's XML.", next_step="Take csv, ndjson or json."
            )
        return XmlWriter(fields)
    writer = JsonArrayWriter if name == "json" else NdjsonWriter
    return writer(fields, note_of)


def _only_csv(options: argparse.Namespace) -> str:
    """``csv``, which is what ``--excel`` and ``--separator`` shape. Raises UsageError."""
    if options.output not in (None, "csv"):
        named = "--excel goes" if options.excel else "--separator goes"
        raise UsageError(f"{named} with --output csv.", next_step="Leave one of them out.")
    return "csv"


def _for_excel(
    options: argparse.Namespace,
    fields: Sequence[Field],
    note_of: NoteOf,
    *,
    to_terminal: bool,
) -> RecordWriter:
    """CSV by ``--excel`` and ``--separator``."""
    zone = shown_zone(options) if options.excel else None
    separator = options.separator or (";" if options.excel else ",")
    # A terminal knows UTF-8 without a mark.
    is_marked = options.excel and not to_terminal
    shape = CsvShape(separator, zone)
    return CsvWriter(fields, note_of, is_marked=is_marked, shape=shape)


def _raw(options: argparse.Namespace, *, to_terminal: bool) -> OutputFormat:
    others = (options.output, options.fields, options.separator, options.excel or None)
    if any(other is not None for other in others):
        raise UsageError(
            "--raw goes neither with --output nor with --fields, --excel or --separator.",
            cause="It writes the records as the server sent them.",
            next_step="Leave one of them out.",
        )
    if to_terminal:
        raise UsageError(
            "--raw is not written to a terminal.",
            cause="Values may hold characters that a terminal obeys.",
            next_step="Send it into a file or a pipe.",
        )
    return OutputFormat(RawWriter())


def _folded(name: str) -> str:
    return "".join(name.split()).casefold()
