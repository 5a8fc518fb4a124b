"""``python -m netwrix_tui`` is the same as the command ``netwrix-tui``."""

import sys

from netwrix_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
