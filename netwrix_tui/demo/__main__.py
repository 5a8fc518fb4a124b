"""``python -m netwrix_tui.demo``: the demo server alone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from netwrix_tui import standard_streams
from netwrix_tui.demo.server_options import add_arguments
from netwrix_tui.errors import NetwrixTuiError
from netwrix_tui.sanitize import visible


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the demo server with the given arguments; returns the exit status."""
    parser = argparse.ArgumentParser(prog="netwrix-tui demo-server", description=__doc__)
    add_arguments(parser)
    options = parser.parse_args(arguments)
    standard_streams.prepare()
    from netwrix_tui.demo.server import run

    try:
        return run(options)
    except NetwrixTuiError as error:
        standard_streams.tell(f"netwrix-tui: {visible(error.sentence())}\n")
        return 3


if __name__ == "__main__":
    sys.exit(main())
