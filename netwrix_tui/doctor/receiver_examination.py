"""One check of a receiver after the other, from its name to what its token may do."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import msgspec

from netwrix_tui.doctor.check_result import CheckResult, Verdict
from netwrix_tui.doctor.reaching import NAME, PORT, TLS, check_name, check_port, check_tls
from netwrix_tui.errors import ConnectionFailed, NetwrixTuiError, ServerRefused, TlsFailed
from netwrix_tui.foreign_text import foreign
from netwrix_tui.shipping.elastic import ElasticSender, refusal
from netwrix_tui.shipping.http_channel import Answer
from netwrix_tui.shipping.index_template import template_name
from netwrix_tui.shipping.receiver import Receiver, ReceiverKind
from netwrix_tui.shipping.splunk_hec import SplunkSender
from netwrix_tui.shipping.syslog import SyslogSender

CERTIFICATE, TOKEN, SIGN_IN, VERSION = "certificate", "token", "sign-in", "version"
INDEX, TEMPLATE, WRITING, HEALTH, RECEIPT = "index", "template", "writing", "health", "receipt"
_OK, _BAD, _FORBIDDEN, _NOT_THERE = 200, 400, 403, 404
_NO_DATA = 5
"""The code of a collector that was sent no event, and would take one."""

_ADVICE = {
    NAME: "Check the name in the receiver's url.",
    PORT: "Look whether it runs, at the port in its url, and at the firewall.",
    TLS: "Look at the scheme and the port in its url.",
}


async def examined_receiver(
    described: Receiver, with_secret: Callable[[], Receiver]
) -> AsyncIterator[CheckResult]:
    """The findings as they come; the first that failed is the last.

    ``with_secret`` gives the receiver with its token; it is called once TLS stands, and may raise
    UsageError.
    """
    connection = described.as_connection()
    for check in (check_name, check_port, check_tls):
        finding = await check(connection)
        if finding.verdict is Verdict.FAILED:
            # What is said there of Netwrix Auditor is not true of a receiver.
            yield replace(finding, cause="", next_step=_ADVICE[finding.check])
            return
        if finding.check == NAME and connection.is_addressed_by_ip:
            finding = replace(finding, says=f"{described.host} is an IP address")
        yield finding
    try:
        receiver = with_secret()
    except NetwrixTuiError as error:
        yield CheckResult.failed(TOKEN, error)
        return
    match receiver.kind:
        case ReceiverKind.SYSLOG:
            checks = _of_syslog(receiver)
        case ReceiverKind.SPLUNK:
            checks = _of_splunk(receiver)
        case _:
            checks = _of_elastic(receiver)
    async for finding in checks:
        yield finding


def _distrusted_or(check: str, error: NetwrixTuiError) -> CheckResult:
    return CheckResult.failed(CERTIFICATE if isinstance(error, TlsFailed) else check, error)


def _trusted(receiver: Receiver) -> CheckResult:
    says = "it is trusted" if receiver.is_encrypted else "none: the address is not encrypted"
    return CheckResult(CERTIFICATE, Verdict.OK, says)


async def _of_elastic(receiver: Receiver) -> AsyncIterator[CheckResult]:
    sender = ElasticSender(receiver)
    name = f"{receiver.kind} at {receiver.address}"
    try:
        before = time.monotonic()
        try:
            answer = await sender.ask("GET", "/")
        except ConnectionFailed as error:
            yield _distrusted_or(SIGN_IN, error)
            return
        took = round((time.monotonic() - before) * 1000, 1)
        yield _trusted(receiver)
        may_not_look = answer.status == _FORBIDDEN and receiver.secret
        if answer.status != _OK and not may_not_look:
            yield CheckResult.failed(SIGN_IN, refusal(name, answer))
            return
        who = receiver.user or ("the API key" if receiver.secret else "nobody: no token is set")
        yield CheckResult(
            SIGN_IN, Verdict.OK, f"{who} is signed in, after {took:g} ms",
            facts={"milliseconds": took},
        )  # fmt: skip
        if may_not_look:
            yield CheckResult(VERSION, Verdict.UNTOLD, "the token may not look at the cluster")
        else:
            yield (version := _version(answer))
            if version.verdict is Verdict.FAILED:
                return
        for check, path, there, absent in (
            (INDEX, f"/{receiver.index}", f"{receiver.index} is there",
             f"{receiver.index} is not there yet: the first record makes it"),
            (TEMPLATE, f"/_index_template/{template_name(receiver.index)}", "it is there",
             "it is not there: netwrix-tui ship --setup sends it"),
        ):  # fmt: skip
            try:
                answer = await sender.ask("GET", path)
            except ConnectionFailed as error:
                yield CheckResult.failed(check, error)
                return
            if answer.status == _FORBIDDEN and receiver.secret:
                yield CheckResult(check, Verdict.UNTOLD, "the token may not look at it")
            elif answer.status in (_OK, _NOT_THERE):
                yield CheckResult(check, Verdict.OK, there if answer.status == _OK else absent)
            else:
                yield CheckResult.failed(check, refusal(name, answer))
                return
        yield CheckResult(
            WRITING, Verdict.UNTOLD, "the first record will show whether it may be written to"
        )
    finally:
        await sender.aclose()


def _version(answer: Answer) -> CheckResult:
    told = _decoded(answer)
    version = told.get("version")
    number = str(version.get("number", "")) if isinstance(version, dict) else ""
    if not number:
        error = ServerRefused(
            "What answers is neither Elasticsearch nor OpenSearch.",
            status=answer.status,
            cause=f"It says {answer.words()}." if answer.words() else "",
            next_step="Look at the address.",
        )
        return CheckResult.failed(VERSION, error)
    distribution = version.get("distribution") if isinstance(version, dict) else None
    product = "OpenSearch" if distribution == "opensearch" else "Elasticsearch"
    cluster = foreign(str(told.get("cluster_name", "")), 60)
    says = f"{product} {foreign(number, 20)}, cluster {cluster}"
    return CheckResult(VERSION, Verdict.OK, says, facts={"version": number})


async def _of_splunk(receiver: Receiver) -> AsyncIterator[CheckResult]:
    sender = SplunkSender(receiver)
    name = f"{receiver.kind} at {receiver.address}"
    try:
        try:
            answer = await sender.ask("/health", method="GET")
        except ConnectionFailed as error:
            yield _distrusted_or(HEALTH, error)
            return
        yield _trusted(receiver)
        if answer.status != _OK:
            yield CheckResult.failed(HEALTH, refusal(name, answer))
            return
        yield CheckResult(HEALTH, Verdict.OK, "the collector says that it is healthy")
        try:
            answer = await sender.ask("/event")  # without an event: a good token is told so
            acks = await sender.ask(f"/ack?channel={sender.channel_id}", b'{"acks":[0]}')
        except ConnectionFailed as error:
            yield CheckResult.failed(TOKEN, error)
            return
        if answer.status != _BAD or _decoded(answer).get("code") != _NO_DATA:
            yield CheckResult.failed(TOKEN, refusal(name, answer))
            return
        yield CheckResult(TOKEN, Verdict.OK, "it is accepted")
        are_on = acks.status == _OK
        off = "off: 200 means received, not indexed"
        on = "on: each batch is waited for until it is indexed"
        yield CheckResult(
            RECEIPT, Verdict.OK, f"acknowledgements are {on if are_on else off}",
            facts={"acknowledges": are_on},
        )  # fmt: skip
    finally:
        await sender.aclose()


async def _of_syslog(receiver: Receiver) -> AsyncIterator[CheckResult]:
    sender = SyslogSender(receiver)
    try:
        await sender.connect()
    except ConnectionFailed as error:
        yield _distrusted_or(CERTIFICATE, error)
        return
    finally:
        await sender.aclose()
    yield _trusted(receiver)
    yield CheckResult(RECEIPT, Verdict.UNTOLD, "syslog confirms nothing of what it is sent")


def _decoded(answer: Answer) -> dict[str, Any]:
    try:
        told = msgspec.json.decode(answer.content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
