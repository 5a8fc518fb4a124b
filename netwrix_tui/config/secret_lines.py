"""The password, without line end and byte order mark, from a variable, a file or a command.

``echo``, PowerShell and editors put a line end behind it, and a byte order mark before it. Sent
along, either is a wrong password, which the server counts.
"""

from __future__ import annotations

import codecs
import unicodedata

from netwrix_tui.errors import UsageError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def meant(text: str, source: str) -> str:
    """The password without a byte order mark before it and line ends behind it.

    ``source`` begins the sentence about what cannot be meant. Raises UsageError for a line break or
    another control character within it: nobody can type such a password, and nothing is sent.
    """
    password = text.removeprefix("\ufeff").rstrip("\r\n\0")
    bad = next(filter(_cannot_be_typed, password), None)
    if bad is None:
        return password
    if bad in "\r\n":
        what = "a line break"
    elif unicodedata.category(bad) == "Cs":
        what = "a byte that is not text"
    else:
        what = f"a control character (U+{ord(bad):04X})"
    raise UsageError(
        f"{source} holds {what}: nothing was sent.",
        cause="It may hold more than the password, or was damaged by what wrote it.",
        next_step="Look at it with a hex viewer; it has to be the password on one line.",
    )


def _cannot_be_typed(character: str) -> bool:
    return character != "\t" and unicodedata.category(character) in ("Cc", "Cs")


def first_line(output: bytes) -> str:
    """The first line of a command's output, read by its byte order mark, else as UTF-8.

    Windows PowerShell 5.1 writes UTF-16 with a mark. Raises UnicodeDecodeError.
    """
    encoding = next((name for mark, name in _MARKS if output.startswith(mark)), "utf-8")
    if encoding != "utf-8":
        return output.decode(encoding).removeprefix("\ufeff").partition("\n")[0]
    return output.partition(b"\n")[0].decode()
