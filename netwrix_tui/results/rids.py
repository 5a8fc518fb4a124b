"""The column of RIDs: the key of a record, by which doubles are recognised."""

from __future__ import annotations

_DIGITS = 49
_BYTES = 25
"""A packed RID: its digits, and a zero before them that makes their number even."""


class RidColumn:
    """RIDs by row, packed into half their length where they have the vendor's form.

    A RID is 17 decimal and 32 hexadecimal digits; text of any other form is kept as it is.
    Written by one thread, read without a lock.
    """

    __slots__ = ("_keys", "_known")

    def __init__(self) -> None:
        self._keys: list[bytes | str] = []
        self._known: set[bytes | str] = set()

    def text(self, row: int) -> str:
        """The RID, exactly as it was received; empty where the record has none."""
        key = self._keys[row]
        return key if isinstance(key, str) else key.hex().upper()[1:]

    def extend(self, rids: list[str]) -> list[int]:
        """Append the RIDs that are new; returns which of ``rids`` these were.

        An empty RID says nothing about its record and is always new.
        """
        keys: list[bytes | str] = [*_packed(rids)]
        if not keys:
            keys = [next(iter(_packed([rid])), rid) for rid in rids]
        fresh = set(keys)
        if "" not in fresh and len(fresh) == len(keys) and self._known.isdisjoint(fresh):
            self._known |= fresh
            self._keys.extend(keys)
            return list(range(len(keys)))
        kept = []
        for index, key in enumerate(keys):
            if key not in self._known:
                if key:
                    self._known.add(key)
                self._keys.append(key)
                kept.append(index)
        return kept


def _packed(rids: list[str]) -> list[bytes]:
    """The RIDs, packed all at once; empty where one of them has not the vendor's form."""
    if any(len(rid) != _DIGITS for rid in rids):
        return []
    digits = "".join(["0" + rid for rid in rids])
    try:
        packed = bytes.fromhex(digits)
    except ValueError:
        return []
    # fromhex also takes small letters and white space, which would not come back as they were.
    if packed.hex().upper() != digits:
        return []
    return [packed[start : start + _BYTES] for start in range(0, len(packed), _BYTES)]
