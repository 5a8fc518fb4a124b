"""Where the program is that these tests have imported: children run that one, none beside it."""

from __future__ import annotations

from pathlib import Path

import netwrix_tui

CHECKOUT = Path(netwrix_tui.__file__).parents[1]
