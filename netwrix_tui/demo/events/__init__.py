"""The kinds of event that fill the demo, one module for each family of data sources."""

from netwrix_tui.demo.events import devices, directory, files, logons, mail, servers
from netwrix_tui.demo.events.kind import Kind

KINDS: tuple[Kind, ...] = (
    *files.KINDS,
    *logons.KINDS,
    *directory.KINDS,
    *mail.KINDS,
    *servers.KINDS,
    *devices.KINDS,
)
"""Every kind; the position is the code that blocks of records hold."""
