"""Tests that do not run on Windows, by directory or file, each with the reason."""

from __future__ import annotations

LEFT_OUT = {
    "config/test_typed_password.py": "a password is typed at a pseudo-terminal",
    "stops": "signals at a pseudo-terminal",
    "benchmarks": "asks /proc",
    "contracts": "the source is the same everywhere",
    "client/test_apache.py": "Apache with Debian's modules",
    "client/test_kerberos_faults.py": "MIT Kerberos; Windows has SSPI",
    "tui/terminal/test_hostile_bytes.py": "a pseudo-terminal",
    "tui/terminal/test_termination.py": "signals at a pseudo-terminal",
    "tui/test_snapshots.py": "compared on Linux",
}
"""Relative to ``tests``; a report's head says them."""
