"""What the installed curl can do: NTLM is on its way out of it, and gone in some builds."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache


@cache
def curl_knows(feature: str) -> bool:
    """Whether ``curl --version`` names a feature, as ``NTLM``; False where there is no curl."""
    if shutil.which("curl") is None:
        return False
    said = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True)
    return feature in said.stdout.split()
