"""Checks a bag: every file against its hash, nothing missing, nothing added, sorted as
it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from netwrix_tui.evidence.bag import (
    DATA,
    DECLARATION,
    MANIFEST,
    TAG_MANIFEST,
    TAGS,
    manifest_text,
)
from netwrix_tui.evidence.container import Container, content_of, hash_of, reading
from netwrix_tui.evidence.differences import Differences
from netwrix_tui.evidence.watch import Watch, step

SIGNATURE = f"{TAG_MANIFEST}.sig"
"""Where ``ssh-keygen -Y sign`` itself puts one: within the bag, and no stray file."""

_LINE = re.compile(r"([0-9a-f]{64})  ([^\r\n]+)")
_OXUM = re.compile(rb"^Payload-Oxum: (\d+)\.(\d+)$", re.MULTILINE)


def check_bag(bag: Container, found: Differences, watch: Watch) -> None:
    """Compare all files with the manifests. Raises Cancelled."""
    payload = _manifest(bag, MANIFEST, found)
    tags = _manifest(bag, TAG_MANIFEST, found)
    _check_listed(bag, payload, MANIFEST, found, watch)
    _check_listed(bag, tags, TAG_MANIFEST, found, watch)
    for name in (*TAGS, TAG_MANIFEST):
        if name not in bag.names and name not in tags:
            found.add(name, "it is missing")
    for name in TAGS:
        if name in bag.names and name not in tags:
            found.add(TAG_MANIFEST, f"it does not list {name}")
    for name in sorted(tags.keys() - set(TAGS)):
        found.add(TAG_MANIFEST, f"it lists {name!a}, which is no tag file")
    for name in sorted(bag.names):
        is_payload = name.startswith(f"{DATA}/")
        if is_payload and name not in payload:
            found.add(name, f"it was added: {MANIFEST} does not list it")
        elif not is_payload and name not in (*TAGS, TAG_MANIFEST, SIGNATURE):
            found.add(name, "it was added: a stray file, of which no manifest knows")
    for name in sorted(payload):
        if not name.startswith(f"{DATA}/"):
            found.add(MANIFEST, f"it lists {name!a}, which is not below {DATA}/")
    with reading(found, "bagit.txt"):
        if "bagit.txt" in bag.names and content_of(bag, "bagit.txt") != DECLARATION:
            found.add("bagit.txt", "it is not that of a bag of this kind")
    _check_size(bag, payload, found)


def _manifest(bag: Container, name: str, found: Differences) -> dict[str, str]:
    if name not in bag.names:
        return {}
    content = b""
    with reading(found, name):
        content = content_of(bag, name)
    hashes: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "surrogateescape").split("\n"), 1):
        listed = _LINE.fullmatch(line)
        if listed is not None:
            hashes[listed[2]] = listed[1]
        elif line:
            found.add(name, f"line {number} is no hash and name")
    if not hashes or _text(hashes) != content:
        found.add(name, "it is not in the format in which it is written")
    return hashes


def _text(hashes: Mapping[str, str]) -> bytes:
    try:
        return manifest_text(hashes)
    except UnicodeEncodeError:
        return b""


def _check_listed(
    bag: Container, listed: Mapping[str, str], manifest: str, found: Differences, watch: Watch
) -> None:
    for done, (name, expected) in enumerate(sorted(listed.items())):
        step(watch, "checking hashes", done, len(listed))
        if name not in bag.names:
            found.add(name, f"it is missing; {manifest} lists it")
            continue
        with reading(found, name):
            if hash_of(bag, name, watch) != expected:
                found.add(name, f"its SHA-256 is not the one in {manifest}")


def _check_size(bag: Container, payload: Mapping[str, str], found: Differences) -> None:
    name = "bag-info.txt"
    if name not in bag.names:
        return
    with reading(found, name):
        told = _OXUM.search(content_of(bag, name))
        size = sum(bag.size(each) for each in payload if each in bag.names)
        if told is None or (int(told[1]), int(told[2])) != (size, len(payload)):
            found.add(name, "its Payload-Oxum does not tell the bytes and files of the payload")
