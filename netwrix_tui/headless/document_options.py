"""Options of documents for other tools (``--as``): what they ask for, checked before all else."""

from __future__ import annotations

import argparse
import re

from netwrix_tui.errors import UsageError
from netwrix_tui.mapping.forms import DEFAULT_INDEX, DocumentForm, DocumentOptions
from netwrix_tui.mapping.ocsf_tables import OcsfVersion

_INDEX = re.compile(r"[a-z0-9.][a-z0-9._+@-]{0,254}")
"""What Elasticsearch and OpenSearch take for the name of an index or a data stream."""


def document_options(options: argparse.Namespace) -> DocumentOptions | None:
    """What ``--as`` and the options beside it ask for; None without them. Raises UsageError."""
    form = None if options.form is None else DocumentForm(options.form)
    only_with = (
        ("--ocsf-version", options.ocsf_version, DocumentForm.OCSF),
        ("--index", options.index, DocumentForm.BULK),
    )
    for name, value, needed in only_with:
        if value is not None and form is not needed:
            raise UsageError(f"{name} goes with --as {needed}.", next_step="Leave one of them out.")
    if form is None:
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
        form,
        with_original=options.original,
        ocsf=OcsfVersion(options.ocsf_version or OcsfVersion.V1_8),
        index=index_name(options.index or DEFAULT_INDEX),
    )


def index_name(text: str) -> str:
    """The name of an index or a data stream. Raises UsageError for what is none."""
    if not _INDEX.fullmatch(text) or text in (".", ".."):
        raise UsageError(
            "--index: this is no name of an index.",
            cause="It has lower-case letters, digits, dots, dashes and underscores.",
            next_step=f"Take one like {DEFAULT_INDEX}.",
        )
    return text
