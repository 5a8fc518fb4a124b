"""The receiver that options and settings name, with its token. Raises UsageError."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import replace

from netwrix_tui.client.connection import Secret
from netwrix_tui.client.trust import trust_from
from netwrix_tui.config.directories import profile_path
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.config.receiver_secret import TOKEN_VARIABLE, receiver_secret, take_token
from netwrix_tui.config.receiver_settings import KINDS, ReceiverSettings
from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.errors import UsageError
from netwrix_tui.mapping.document_formats import DEFAULT_INDEX, index_name
from netwrix_tui.shipping.receiver import Receiver, ReceiverKind


def named_settings(name: str, environment: MutableMapping[str, str]) -> ReceiverSettings:
    """The receiver that the settings have under a name. Raises UsageError."""
    file = ProfileFile(profile_path(environment))
    known = file.read().receivers
    if name in known:
        return known[name]
    if name in KINDS:
        raise UsageError(
            f"--to {name} needs the receiver's address.",
            next_step=f"Add --url, or name it in {file.path} as [receivers.siem].",
        )
    raise UsageError(
        f"There is no receiver {name} in {file.path}.",
        cause=f"It has {', '.join(known)}." if known else "It has none yet.",
        next_step=f"{did_you_mean(name, (*known, *KINDS))}Add [receivers.{name}] with to and url, "
        f"or give one of {', '.join(KINDS)} and --url.",
    )


def receiver_of(
    settings: ReceiverSettings,
    environment: MutableMapping[str, str],
    *,
    with_secret: bool = True,
) -> Receiver:
    """The receiver, with its token where it needs one. Raises UsageError."""
    kind = ReceiverKind(settings.to or "")
    taken = take_token(environment)
    if settings.fingerprint and settings.ca_file:
        raise UsageError(
            "A fingerprint and a CA file are given for the receiver.",
            next_step="Choose one of the two.",
        )
    plain = Receiver(
        kind,
        settings.url or "",
        settings.user or "",
        trust=trust_from(settings.fingerprint, settings.ca_file),
        index=index_name(settings.index or DEFAULT_INDEX),
        allow_plain_http=settings.allow_plain_http or False,
    )
    if not with_secret or kind is ReceiverKind.SYSLOG:
        return plain
    secret = receiver_secret(settings, taken)
    if secret is None and (kind is ReceiverKind.SPLUNK or settings.user):
        raise UsageError(
            f"No {'password' if settings.user else 'token'} is given for the receiver.",
            cause=f"Neither {TOKEN_VARIABLE}, nor token_command or keyring in the settings has it.",
            next_step=f"Set {TOKEN_VARIABLE}, or name the receiver in the settings.",
        )
    return with_token(plain, secret)


def with_token(receiver: Receiver, secret: Secret | None) -> Receiver:
    """The receiver with a secret. Raises UsageError where it would travel in the clear."""
    return receiver if secret is None else replace(receiver, secret=secret)
