"""Signing in: Logon Activity and AD FS."""

from __future__ import annotations

from netwrix_tui.demo.company import Pool
from netwrix_tui.demo.events.kind import Kind, Scene, Stage, Station, change, note

_CAUSES = (
    "The user name is right, but the password is wrong.",
    "The account is locked out.",
    "The password has expired.",
    "The account is disabled.",
    "Logon outside the hours allowed for this account.",
)
_APPLICATIONS = ("Microsoft Office 365", "Travel portal", "ERP web client", "VPN portal")


def _target(stage: Stage) -> str:
    return stage.place.where.partition(".")[0].upper()


def _interactive(stage: Stage) -> Scene:
    stations = stage.company.stations
    machine = stations[stage.actor.station].partition(".")[0].upper()
    return machine, (note("Logon type", "Interactive"),)


def _network(stage: Stage) -> Scene:
    return _target(stage), (note("Logon type", "Network"),)


def _service(stage: Stage) -> Scene:
    number = 2 + stage.rng.below(60)
    return _target(stage), (
        note("Logon type", "Service"),
        note("Note", f"{number} identical logons were merged into this record."),
    )


def _failed(stage: Stage) -> Scene:
    rng = stage.rng
    return _target(stage), (
        note("Logon type", rng.pick(("Interactive", "Network", "Remote Interactive"))),
        note("Cause", rng.pick(_CAUSES)),
        note("Attempts", str(1 + rng.below(5))),
    )


def _guessed(stage: Stage) -> Scene:
    return _target(stage), (
        note("Logon type", "Network"),
        note("Cause", "There is no such user."),
        note("Attempts", str(1 + stage.rng.below(90))),
    )


def _logoff(stage: Stage) -> Scene:
    minutes = stage.rng.below(500) + 3
    return _target(stage), (change("Duration", None, f"{minutes // 60}:{minutes % 60:02}:00"),)


def _federated(stage: Stage) -> Scene:
    application = stage.rng.pick(_APPLICATIONS)
    return application, (note("Relying party", application), note("Method", "Forms"))


def _federated_failed(stage: Stage) -> Scene:
    application = stage.rng.pick(_APPLICATIONS)
    return application, (note("Cause", "Extranet lockout."),)


_LOGON, _ADFS = "Logon Activity", "AD FS"
_OWN, _IP = Station.OWN, Station.ADDRESS

KINDS: tuple[Kind, ...] = (
    Kind(_LOGON, "Successful Logon", "Logon", 900, 110, Pool.PEOPLE, _OWN, _interactive),
    Kind(_LOGON, "Successful Logon", "Logon", 700, 150, Pool.PEOPLE, _OWN, _network),
    Kind(_LOGON, "Successful Logon", "Logon", 300, 1500, Pool.SERVICES, _OWN, _service),
    Kind(_LOGON, "Successful Logon", "Logon", 200, 700, Pool.MACHINES, _OWN, _network),
    Kind(_LOGON, "Successful Logon", "Logon", 60, 12, Pool.ADMINS, _OWN, _network),
    Kind(_LOGON, "Failed Logon", "Logon", 160, 30, Pool.PEOPLE, _OWN, _failed),
    Kind(_LOGON, "Failed Logon", "Logon", 20, 130, Pool.STRANGERS, _IP, _guessed),
    Kind(_LOGON, "Logoff", "Logon", 500, 150, Pool.PEOPLE, _OWN, _logoff),
    Kind(_ADFS, "Successful Logon", "Logon", 120, 30, Pool.PEOPLE, _IP, _federated),
    Kind(_ADFS, "Failed Logon", "Logon", 18, 10, Pool.PEOPLE, _IP, _federated_failed),
)
