"""Sentences that stand in every report."""

from __future__ import annotations

NAMESPACE = "netwrix-tui"
"""Of signatures (``ssh-keygen -n``): one for another purpose does not fit."""

WITH_PSEUDONYMS = (
    "Accounts, workstations and addresses have pseudonyms here, the same one everywhere: in the "
    "records, in their texts, in searches, notes and this report. The pages as they came and the "
    "case are left out for that reason, and the chain of custody is made over the pseudonyms. The "
    "key is a file of its own, which is no part of this package. A person's name is replaced if an "
    "account, a user object, a mailbox or a member of a group bears it; a name that is only in "
    "other texts is not. Accounts of the system and names of servers, shares and files stay."
)

LIMITS = (
    "An account sees what its role allows: to a Reviewer of a plan or folder the server shows that "
    "scope alone, without any sign that more exists.",
    "Records come from the Audit Database, which keeps 180 days unless it was set otherwise; the "
    "Long-Term Archive cannot be searched this way.",
    "Netwrix Auditor collects at intervals: what had just happened may have come in after the "
    "search.",
    "The order in which a server sends records is not documented; nothing here relies on it.",
    "Times are what the audited systems reported; their clocks were not checked.",
    "A record says what was audited. That an account did something does not say who sat there.",
    "In this report control characters are shown as symbols and very long values are cut; "
    "data/records.ndjson has them whole.",
)

HOW_TO_VERIFY: tuple[tuple[str, str], ...] = (
    (
        "In the folder of the package, the hashes can be checked by common tools:",
        "sha256sum -c manifest-sha256.txt\nsha256sum -c tagmanifest-sha256.txt",
    ),
    (
        "It is a bag of BagIt (RFC 8493). The chains and the records are checked, too, by",
        "netwrix-tui verify PACKAGE",
    ),
    (
        "Where a signature lies beside the package (PACKAGE.sig), it is checked by",
        f"ssh-keygen -Y verify -f ALLOWED_SIGNERS -I WHO -n {NAMESPACE} -s PACKAGE.sig "
        "< tagmanifest-sha256.txt",
    ),
)

WHAT_IT_PROVES = (
    "What this proves: the hashes show that nothing has changed since the package was made. They "
    "do not show who made it, nor what was done before; a signature names who holds its key."
)
