"""Servers and databases: Windows Server, Event Log, SQL Server, Oracle Database, VMware."""

from __future__ import annotations

from netwrix_tui.demo.company import Pool
from netwrix_tui.demo.events.kind import Kind, Scene, Stage, Station, change, note

_SERVICES = ("Spooler", "W32Time", "WinRM", "BITS", "MSSQLSERVER", "wuauserv", "SepMasterService")
_PROGRAMS = ("7-Zip 24.08", "Notepad++ 8.6", "ERP Client 11.2", "SQL Management Studio 20")
_TABLES = ("dbo.Invoices", "dbo.Customers", "hr.Salaries", "dbo.Orders", "audit.Changes")
_MACHINES = ("erp-prod", "web-front-1", "web-front-2", "build-07", "dc-clone", "file-archive")


def _service_changed(stage: Stage) -> Scene:
    name = stage.rng.pick(_SERVICES)
    return f"Services\\{name}", (change("Start type", "Automatic", "Disabled"),)


def _program(stage: Stage) -> Scene:
    return f"Programs\\{stage.rng.pick(_PROGRAMS)}", (note("Publisher", "Signed"),)


def _registry(stage: Stage) -> Scene:
    key = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run"
    program = stage.rng.pick(_PROGRAMS).partition(" ")[0]
    return key, (change(program, None, f"C:\\Program Files\\{program}\\{program}.exe /silent"),)


def _task(stage: Stage) -> Scene:
    hour = stage.rng.below(24)
    return "Scheduled Tasks\\Nightly export", (change("Trigger", "22:00", f"{hour:02}:15"),)


def _local_group(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    return "Local Users and Groups\\Administrators", (
        note("Group member", f"Added: {person.account}"),
    )


def _event(stage: Stage) -> Scene:
    number = stage.rng.pick((1000, 4672, 5140, 6005, 7036, 7045, 10016))
    return f"Event {number}", (
        note("Message", f"Event {number} was written by {stage.rng.pick(_SERVICES)}."),
        note("Level", stage.rng.pick(("Information", "Warning", "Error"))),
    )


def _table(stage: Stage) -> Scene:
    column = stage.rng.pick(("amount", "iban", "status", "city"))
    return f"Databases\\ERP\\Tables\\{stage.rng.pick(_TABLES)}", (
        change(column, str(stage.rng.below(9000)), str(stage.rng.below(9000))),
    )


def _role(stage: Stage) -> Scene:
    person = stage.rng.pick(stage.company.people)
    role = stage.rng.pick(("db_owner", "db_datareader", "sysadmin", "securityadmin"))
    return f"Databases\\ERP\\Roles\\{role}", (note("Member", f"Added: {person.account}"),)


def _login(stage: Stage) -> Scene:
    program = stage.rng.pick(("ERP", "Reporting", ".Net SqlClient", "SQL Management Studio"))
    return stage.place.where, (note("Application", program),)


def _login_failed(stage: Stage) -> Scene:
    return stage.place.where, (note("Cause", "The login is not trusted."),)


def _oracle(stage: Stage) -> Scene:
    grant = stage.rng.pick(("DBA", "CONNECT", "SELECT ANY TABLE"))
    return f"ERP.{stage.rng.pick(_TABLES)}", (note("Statement", f"GRANT {grant} TO REPORTING"),)


def _machine(stage: Stage) -> Scene:
    rng = stage.rng
    memory = 4 << rng.below(4)
    return f"\\Datacenter\\vm\\{rng.pick(_MACHINES)}", (
        change("Memory", f"{memory} GB", f"{memory * 2} GB"),
        change("CPU", str(2 + rng.below(4)), str(6 + rng.below(10))),
    )


def _snapshot(stage: Stage) -> Scene:
    name = stage.rng.pick(_MACHINES)
    return f"\\Datacenter\\vm\\{name}", (change("Snapshot", None, f"{name}-before-update"),)


_WS, _LOG, _SQL, _ORA, _VM = (
    "Windows Server", "Event Log", "SQL Server", "Oracle Database", "VMware",
)  # fmt: skip
_OWN, _IP, _NONE = Station.OWN, Station.ADDRESS, Station.NONE
_ADMINS, _DBS = Pool.ADMINS, Pool.DATABASE

KINDS: tuple[Kind, ...] = (
    Kind(_WS, "Modified", "Service", 50, 14, _ADMINS, _OWN, _service_changed),
    Kind(_WS, "Added", "Program", 20, 8, _ADMINS, _OWN, _program),
    Kind(_WS, "Added", "Registry value", 18, 10, _ADMINS, _OWN, _registry),
    Kind(_WS, "Modified", "Scheduled task", 14, 5, _ADMINS, _OWN, _task),
    Kind(_WS, "Modified", "Local group", 9, 2, _ADMINS, _OWN, _local_group),
    Kind(_LOG, "Added", "Event", 90, 200, Pool.SYSTEM, _NONE, _event),
    Kind(_SQL, "Modified", "Table", 90, 60, _DBS, _OWN, _table),
    Kind(_SQL, "Modified", "Database role", 10, 2, _DBS, _OWN, _role),
    Kind(_SQL, "Failed Logon", "Login", 16, 10, _DBS, _OWN, _login_failed),
    Kind(_SQL, "Successful Logon", "Login", 70, 60, _DBS, _OWN, _login),
    Kind(_ORA, "Modified", "Table", 30, 16, _DBS, _OWN, _oracle),
    Kind(_VM, "Modified", "Virtual Machine", 24, 10, Pool.VSPHERE, _IP, _machine),
    Kind(_VM, "Added", "Snapshot", 14, 20, Pool.VSPHERE, _IP, _snapshot),
)
