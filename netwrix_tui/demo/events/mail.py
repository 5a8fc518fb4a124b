"""Mail and chat: Exchange, Exchange Online, MS Teams."""

from __future__ import annotations

from netwrix_tui.demo import company_names
from netwrix_tui.demo.company import Pool
from netwrix_tui.demo.events.kind import Kind, Scene, Stage, Station, change, note

_SHARED = ("Invoices", "Applications", "Info", "Orders", "Board", "Press")


def _mailbox_read(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    subject = f"RE: {stage.rng.pick(company_names.TOPICS)}"
    return person.name, (note("Folder", "Inbox"), change("Subject", None, subject))


def _mail_sent(stage: Stage) -> Scene:
    rng = stage.rng
    person = stage.actor.person or rng.pick(stage.company.people)
    target = rng.pick(stage.company.people).cloud_name
    details = [note("Recipient", target), change("Subject", None, rng.pick(company_names.TOPICS))]
    if rng.chance(30):
        details.append(note("Attachment", f"{rng.pick(company_names.TOPICS)}.pdf"))
    return person.name, tuple(details)


def _mail_copied(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return person.name, (change("Folder", "Inbox", f"Archive/{2020 + stage.rng.below(7)}"),)


def _mail_removed(stage: Stage) -> Scene:
    person = stage.actor.person or stage.rng.pick(stage.company.people)
    return person.name, (note("Folder", "Deleted Items"),)


def _mailbox_rights(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    rights = f"{person.account} (Full Access)"
    return f"{stage.rng.pick(_SHARED)} Mailbox", (change("Permissions", None, rights),)


def _transport_rule(stage: Stage) -> Scene:
    name = f"{stage.rng.pick(_SHARED)} forwarding"
    return name, (
        change("Conditions", "Sent to outside", "Sent to outside; has attachment"),
        change("State", "Enabled", "Disabled" if stage.rng.chance(40) else "Enabled"),
    )


def _quota(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return person.name, (change("ProhibitSendQuota", "49 GB", "99 GB"),)


def _team(stage: Stage) -> Scene:
    team = f"{stage.rng.pick(company_names.SITES)} {stage.rng.pick(company_names.DEPARTMENTS)[0]}"
    person = stage.rng.pick(stage.company.people)
    return team, (note("Members", f"Added: {person.cloud_name}"),)


def _channel(stage: Stage) -> Scene:
    channel = stage.rng.pick(company_names.TOPICS).title()
    return f"{channel} 📌" if stage.rng.chance(20) else channel, (
        change("Privacy", None, stage.rng.pick(("Standard", "Private", "Shared"))),
    )


_EX, _EXO, _TEAMS = "Exchange", "Exchange Online", "MS Teams"
_OWN, _IP, _NONE = Station.OWN, Station.ADDRESS, Station.NONE
_CLOUD, _CLOUD_ADMINS = Pool.PEOPLE_CLOUD, Pool.ADMINS_CLOUD

KINDS: tuple[Kind, ...] = (
    Kind(_EX, "Read", "Mailbox", 30, 6, Pool.PEOPLE, _OWN, _mailbox_read),
    Kind(_EX, "Sent", "Mailbox", 16, 3, Pool.PEOPLE, _OWN, _mail_sent),
    Kind(_EX, "Modified", "Mailbox", 14, 2, Pool.ADMINS, _OWN, _quota),
    Kind(_EXO, "Read", "Mailbox", 160, 40, _CLOUD, _IP, _mailbox_read),
    Kind(_EXO, "Sent", "Mailbox", 120, 24, _CLOUD, _IP, _mail_sent),
    Kind(_EXO, "Copied", "Mailbox", 24, 6, _CLOUD, _IP, _mail_copied),
    Kind(_EXO, "Removed", "Mailbox", 50, 10, _CLOUD, _IP, _mail_removed),
    Kind(_EXO, "Modified", "Mailbox", 16, 3, _CLOUD_ADMINS, _IP, _mailbox_rights),
    Kind(_EXO, "Modified", "Transport rule", 8, 2, _CLOUD_ADMINS, _IP, _transport_rule),
    Kind(_TEAMS, "Modified", "Team", 40, 8, _CLOUD, _NONE, _team),
    Kind(_TEAMS, "Added", "Channel", 20, 4, _CLOUD, _NONE, _channel),
)
