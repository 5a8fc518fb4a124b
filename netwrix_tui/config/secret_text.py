"""Decoding of a password's bytes: an error unless it is certain that the text is right.

A password that was read wrongly is another password: the server refuses it, and counts that.
"""

from __future__ import annotations

import codecs

from netwrix_tui.errors import UsageError

_REPLACEMENT = "\ufffd"
"""What stands where a terminal sent a byte that is no text."""

_NEXT_STEP = (
    "Nothing was sent. Set the terminal and the locale to UTF-8, or use password_command or a "
    "keyring."
)


def read_text(raw: bytes, encoding: str, whose: str) -> str:
    """The bytes by UTF-8, or by the locale's encoding where that is another.

    ``whose`` begins the sentence that tells where they come from. Raises UsageError where they are
    no text, and where both encodings read them, each in another way.
    """
    is_utf8 = codecs.lookup(encoding).name == "utf-8"
    utf8 = _read(raw, "utf-8")
    if raw.isascii() or (is_utf8 and utf8 is not None):
        return raw.decode()
    if is_utf8:
        raise UsageError(
            f"{whose} is not UTF-8 text.",
            cause="What wrote it uses another encoding than this terminal and locale.",
            next_step=_NEXT_STEP,
        )
    text = _read(raw, encoding)
    if text is None or utf8 is not None:
        raise UsageError(
            f"{whose} is not sure to be read as it was meant.",
            cause=f"The locale says {encoding}, and the bytes do not look like it.",
            next_step=_NEXT_STEP,
        )
    return text


def problem_of_typed(password: str) -> str:
    """What is wrong with a password from a field on the screen, as a sentence; empty: nothing.

    There a character that could not be read is a dot like any other.
    """
    if _REPLACEMENT in password or not is_text(password):
        return (
            "The password holds a character that could not be read: nothing was sent. "
            "Type it in a terminal that is set to UTF-8."
        )
    return ""


def is_text(text: str) -> bool:
    """False where bytes that are no text hide in it, as in an argument or the environment."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _read(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None
