"""Signs of a note: full where it is kept, hollow where it could not be saved."""

from __future__ import annotations

NOT_KEPT = "not saved"


def note_sign(*, is_kept: bool) -> str:
    """What stands beside a record with a note, and before the note itself."""
    return "◆" if is_kept else "◇"


def note_words(note: str, *, is_kept: bool) -> str:
    """A note with its sign, and with what is to be known of it."""
    return f"{note_sign(is_kept=is_kept)} {note}" + ("" if is_kept else f" ({NOT_KEPT})")
