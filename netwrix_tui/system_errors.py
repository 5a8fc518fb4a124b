"""Error numbers of the system (errno), the same on Windows as elsewhere.

Windows reports its own number as ``winerror``. If no errno fits, Python sets EINVAL there: this
happens for errors of asyncio's connections, and for a pipe whose reader is gone.
"""

from __future__ import annotations

import errno
import os

_OF_WINDOWS = {
    39: errno.ENOSPC,  # ERROR_HANDLE_DISK_FULL
    112: errno.ENOSPC,  # ERROR_DISK_FULL
    19: errno.EROFS,  # ERROR_WRITE_PROTECT
    64: errno.ECONNRESET,  # ERROR_NETNAME_DELETED
    109: errno.EPIPE,  # ERROR_BROKEN_PIPE
    232: errno.EPIPE,  # ERROR_NO_DATA
    121: errno.ETIMEDOUT,  # ERROR_SEM_TIMEOUT
    1225: errno.ECONNREFUSED,  # ERROR_CONNECTION_REFUSED
    1231: errno.ENETUNREACH,  # ERROR_NETWORK_UNREACHABLE
    1232: errno.EHOSTUNREACH,  # ERROR_HOST_UNREACHABLE
    1236: errno.ECONNABORTED,  # ERROR_CONNECTION_ABORTED
}
"""The errno for each number of winerror.h."""


def number_of(error: OSError) -> int | None:
    """The errno of an error; from Windows' own number if that is more exact."""
    return _OF_WINDOWS.get(getattr(error, "winerror", None) or 0, error.errno)


def is_reader_gone(error: OSError) -> bool:
    """True if the reader of a pipe is gone; Windows reports that as an invalid argument."""
    if isinstance(error, BrokenPipeError):
        return True
    return os.name == "nt" and error.errno == errno.EINVAL
