"""Policies that forbid MD4, MD5 and RC4, as FIPS mode does: NTLM and Digest with MD5 need them."""

from __future__ import annotations

import hashlib
import sys

from netwrix_tui.errors import SignInFailed


def forbids_ntlm() -> bool:
    """True where this machine does not compute MD5, and NTLM is not left to the system.

    On Windows the system makes the proof, and applies its own policy.
    """
    return sys.platform != "win32" and forbids_md5()


def forbids_md5() -> bool:
    """True where hashlib refuses MD5 as OpenSSL does in FIPS mode."""
    try:
        hashlib.md5(b"")  # noqa: S324  # whether it can be computed
    except Exception:  # noqa: BLE001  # ValueError by OpenSSL 1 and 3; builds patch in others
        return True
    return False


def forbidden_by_policy(server: str, scheme: str, what_for: str) -> SignInFailed:
    """The error for a sign-in that a policy of this machine makes impossible; nothing was sent.

    ``scheme`` is its name; ``what_for`` names the algorithms that it needs.
    """
    return SignInFailed(
        f"{scheme} cannot sign in to {server} from here; no password was sent.",
        cause=f"A policy of this machine (FIPS) forbids {what_for}, which it is made of.",
        next_step="Sign in by Kerberos (install netwrix-tui[kerberos], run kinit, use the host's "
        "DNS name), by Digest with SHA-256 if the server takes it (--auth digest), or from a "
        "machine without the policy.",
    )
