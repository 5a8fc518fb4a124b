"""Options of documents for other tools (``--as``): what they ask for, checked before all else."""

from __future__ import annotations

import argparse

from netwrix_tui.errors import UsageError
from netwrix_tui.mapping.document_formats import (
    DEFAULT_INDEX,
    DocumentFormat,
    DocumentOptions,
    index_name,
)
from netwrix_tui.mapping.ocsf_tables import OcsfVersion


def document_options(options: argparse.Namespace) -> DocumentOptions | None:
    """What ``--as`` and the options beside it ask for; None without them. Raises UsageError."""
    chosen = None if options.document_format is None else DocumentFormat(options.document_format)
    only_with = (
        ("--ocsf-version", options.ocsf_version, DocumentFormat.OCSF),
        ("--index", options.index, DocumentFormat.BULK),
    )
    for name, value, needed in only_with:
        if value is not None and chosen is not needed:
            raise UsageError(f"{name} goes with --as {needed}.", next_step="Leave one of them out.")
    if chosen is None:
        if options.original:
            raise UsageError(
                "--original goes with --as.", next_step="--raw writes the exact bytes alone."
            )
        return None
    others = (options.output, options.fields, options.separator)
    if any(other is not None for other in others) or options.raw or options.excel:
        raise UsageError(
            "--as goes neither with --output nor with --raw, --fields, --excel or --separator.",
            cause="A schema says which fields there are, and how they are written.",
            next_step="Leave one of them out.",
        )
    return DocumentOptions(
        chosen,
        with_original=options.original,
        ocsf=OcsfVersion(options.ocsf_version or OcsfVersion.V1_8),
        index=index_name(options.index or DEFAULT_INDEX),
    )
