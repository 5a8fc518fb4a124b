"""The options of ``netwrix-tui evidence`` and ``netwrix-tui verify``. Imports nothing heavy."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

EVIDENCE_NOTES = """The package is a bag of BagIt (RFC 8493): the pages as the server sent
them, each record once as NDJSON and CSV, what was asked and what became of it, the chain
of custody, the case, and a report in HTML and Markdown. sha256sum -c manifest-sha256.txt checks it
without this program, netwrix-tui verify checks more. FILE stays as it is.

With --only, records that were not chosen are left out, and the case with them; a page
cannot be cut, so that the pages with a chosen record are there whole. Searches are
counted along the trail, from 1.

With --pseudonyms, accounts, workstations and addresses are replaced everywhere by
person-17 and host-4, pages and case are left out, and the key is written beside the
package, as TARGET.key.json: do not hand it on. A person's name is replaced if an account, a user
object, a mailbox or a member of a group bears it. A name that is only elsewhere, as in the name
of a file, is not replaced: read the report before you hand it on.

--sign takes a key of OpenSSH; the signature lies beside the package, as TARGET.sig.
Nothing is written where anything fails. The exit status is 0 if the package is there, 2
for a mistake in the command, 3 if it could not be written, 130 if interrupted."""

VERIFY_NOTES = """PATH is a package, as a folder or a zip, or a case. Every hash is computed
anew, the chains of pages and custody are followed, and the records are read again from the pages;
each thing that differs is named. What this shows is that nothing has changed since the
package was made; who made it is shown by a signature alone.

A signature beside the package (PATH.sig) is checked with ssh-keygen; whose key it is can
be told with --signers (see ALLOWED SIGNERS in ssh-keygen(1)).

The exit status is 0 if all is whole, 1 if anything differs, 2 for a mistake in the
command, 130 if interrupted."""


def add_evidence_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``evidence`` takes."""
    parser.epilog = EVIDENCE_NOTES
    parser.add_argument("file", metavar="FILE", help="a case")
    parser.add_argument(
        "--to", required=True, metavar="DIR|FILE.zip", help="the package: a new folder or zip"
    )
    parser.add_argument(
        "--only", default="all", metavar="marked|findings|search N|all",
        help="which records; all of them otherwise",
    )  # fmt: skip
    parser.add_argument(
        "--pseudonyms", action="store_true", help="names as person-17 and host-4, for others"
    )
    parser.add_argument("--sign", metavar="KEY", help="sign it with a key of OpenSSH")
    parser.add_argument(
        "--zone", metavar="ZONE",
        help="times of the report, as Europe/Berlin or UTC; local time otherwise",
    )  # fmt: skip


def add_verify_arguments(parser: argparse.ArgumentParser) -> None:
    """What ``verify`` takes."""
    parser.epilog = VERIFY_NOTES
    parser.add_argument("path", metavar="PATH", help="a package or a case")
    parser.add_argument(
        "--signers", metavar="FILE", help="whose signatures count: OpenSSH's allowed signers"
    )


def with_only_as_one(arguments: Sequence[str]) -> list[str]:
    """The arguments, ``--only search 2`` as one value: an option takes one word."""
    given = list(arguments)
    for at, word in enumerate(given[:-1]):
        if word == "--":
            break
        begins = word == "--only" and given[at + 1] == "search" and at + 2 < len(given)
        if begins:
            given[at : at + 3] = ["--only", f"search {given[at + 2]}"]
            break
        if word == "--only=search":
            given[at : at + 2] = [f"--only=search {given[at + 1]}"]
            break
    return given
