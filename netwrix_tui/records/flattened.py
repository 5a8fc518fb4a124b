"""What PowerShell's ``ConvertTo-Json`` puts in the place of what lies deeper than its ``-Depth``.

It is 2 where nobody says so. ``@{Name=AD}`` was an object and ``System.Object[]`` a list: both are
lost. Pure.
"""

from __future__ import annotations

import re

_FLATTENED = re.compile(
    r"@\{[^{}=;]*=.*\}|@\{\}"
    r"|System\.(?:Object|String|Char|Byte|Int32|Int64)\[\]"
    r"|System\.Collections\.[\w.`\[\],]+"
    r"|System\.Management\.Automation\.PS(?:Custom)?Object",
    re.DOTALL,
)

DEPTH = "ConvertTo-Json has flattened it: give it -Depth 5."
"""What happened, and the next step."""

MAYBE = "if ConvertTo-Json has flattened it, give it -Depth 5."
"""The same where the text may be meant as it stands."""


def is_flattened(text: str) -> bool:
    """Whether a text stands for an object or a list that was lost."""
    return text.lstrip()[:1] in ("@", "S") and _FLATTENED.fullmatch(text.strip()) is not None
