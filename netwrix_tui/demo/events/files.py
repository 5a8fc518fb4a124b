"""Files and documents: File Servers, SharePoint, SharePoint Online."""

from __future__ import annotations

from netwrix_tui.demo import company_names
from netwrix_tui.demo.company import Pool
from netwrix_tui.demo.events.kind import Kind, Scene, Stage, Station, change, note
from netwrix_tui.demo.seeded_random import SeededRandom

_RIGHTS = (
    "Allow - Full Control", "Allow - Modify", "Allow - Read & Execute", "Allow - Write",
    "Allow - List Folder Contents", "Deny - Delete", "Deny - Write",
)  # fmt: skip
_SCOPES = ("This folder, subfolders and files", "This folder only", "Files only")


def file_name(dice: SeededRandom) -> str:
    """A file name as people give them."""
    year = 2024 + dice.below(3)
    topic = dice.pick(company_names.TOPICS)
    if dice.chance(30):
        return f"Q{1 + dice.below(4)} {topic} {year}.{dice.pick(company_names.EXTENSIONS)}"
    suffix = dice.pick(("", "", " v2", " final", " (copy)", " draft"))
    return f"{topic} {year}-{1 + dice.below(12):02}{suffix}.{dice.pick(company_names.EXTENSIONS)}"


def _path(stage: Stage) -> str:
    return f"{stage.place.root}\\{stage.dice.pick(company_names.FOLDERS)}\\{file_name(stage.dice)}"


def _size(dice: SeededRandom) -> str:
    return f"{dice.below(4_000_000) + 900} bytes"


def _read(stage: Stage) -> Scene:
    path = _path(stage)
    return path, (note("Process", "explorer.exe"),) if stage.dice.chance(10) else ()


def _backup_read(stage: Stage) -> Scene:
    return _path(stage), (note("Process", "vbr-agent.exe"),)


def _written(stage: Stage) -> Scene:
    path, dice = _path(stage), stage.dice
    return path, (change("Size", _size(dice), _size(dice)),)


def _created(stage: Stage) -> Scene:
    path = _path(stage)
    owner = stage.actor.name
    return path, (change("Size", None, _size(stage.dice)), change("Owner", None, owner))


def _removed(stage: Stage) -> Scene:
    return _path(stage), (change("Size", _size(stage.dice), None),)


def _renamed(stage: Stage) -> Scene:
    path = _path(stage)
    new = file_name(stage.dice)
    return path, (change("Name", path.rpartition("\\")[2], new),)


def _moved(stage: Stage) -> Scene:
    path = _path(stage)
    name = path.rpartition("\\")[2]
    target = f"{stage.place.root}\\{stage.dice.pick(company_names.FOLDERS)}\\{name}"
    return path, (change("Path", path, target),)


def _denied(stage: Stage) -> Scene:
    return _path(stage), (note("Cause", "Access is denied."),)


def _folder_denied(stage: Stage) -> Scene:
    path = f"{stage.place.root}\\{stage.dice.pick(company_names.FOLDERS)}"
    return path, (note("Cause", "Access is denied."),)


def _permissions(stage: Stage) -> Scene:
    """A folder's permissions: several to several dozen entries, before and after."""
    dice, people = stage.dice, stage.company.people
    path = f"{stage.place.root}\\{dice.pick(company_names.FOLDERS)}"
    entries = [
        f"{dice.pick(people).account} ({dice.pick(_RIGHTS)}; {dice.pick(_SCOPES)})"
        for _ in range(dice.pick((3, 5, 8, 14, 40)))
    ]
    after = [entry for entry in entries if not dice.chance(15)]
    after.append(f"{dice.pick(people).account} (Allow - Full Control; {_SCOPES[0]})")
    return path, (
        change("Permissions", "\n".join(entries), "\n".join(after)),
        change("Inheritance", "Enabled", "Disabled" if dice.chance(30) else "Enabled"),
    )


def _document(stage: Stage) -> str:
    library = stage.dice.pick(("Documents", "Shared Documents", "Site Assets", "Contracts"))
    return f"{stage.place.root}/{library}/{file_name(stage.dice).replace(' ', '%20')}"


def _plain_document(stage: Stage) -> Scene:
    return _document(stage), ()


def _versioned(stage: Stage) -> Scene:
    version = stage.dice.below(30) + 1
    after = change("Version", f"{version}.0", f"{version + 1}.0")
    return _document(stage), (after, change("Title", "Draft", "Approved"))


def _renamed_document(stage: Stage) -> Scene:
    url = _document(stage)
    return url, (change("Name", url.rpartition("/")[2], file_name(stage.dice)),)


def _shared(stage: Stage) -> Scene:
    guest = f"partner{stage.dice.below(60)}@supplier.example"
    return _document(stage), (change("Shared with", None, guest), note("Link type", "Edit"))


_FS, _SP, _SPO = "File Servers", "SharePoint", "SharePoint Online"
_OWN, _IP = Station.OWN, Station.ADDRESS
_PEOPLE, _CLOUD = Pool.PEOPLE, Pool.PEOPLE_CLOUD

KINDS: tuple[Kind, ...] = (
    Kind(_FS, "Read", "File", 2600, 500, _PEOPLE, _OWN, _read),
    Kind(_FS, "Read", "File", 150, 2600, Pool.BACKUP, _OWN, _backup_read),
    Kind(_FS, "Read", "File", 60, 500, Pool.SERVICES, _OWN, _read),
    Kind(_FS, "Modified", "File", 620, 90, _PEOPLE, _OWN, _written),
    Kind(_FS, "Added", "File", 330, 50, _PEOPLE, _OWN, _created),
    Kind(_FS, "Removed", "File", 140, 20, _PEOPLE, _OWN, _removed),
    Kind(_FS, "Renamed", "File", 90, 10, _PEOPLE, _OWN, _renamed),
    Kind(_FS, "Moved", "File", 70, 10, _PEOPLE, _OWN, _moved),
    Kind(_FS, "Copied", "File", 60, 10, _PEOPLE, _OWN, _read),
    Kind(_FS, "Modified", "Folder", 45, 10, Pool.ADMINS, _OWN, _permissions),
    Kind(_FS, "Read (Failed Attempt)", "Folder", 90, 20, _PEOPLE, _OWN, _folder_denied),
    Kind(_FS, "Add (Failed Attempt)", "File", 14, 8, _PEOPLE, _OWN, _denied),
    Kind(_FS, "Modify (Failed Attempt)", "File", 30, 8, _PEOPLE, _OWN, _denied),
    Kind(_FS, "Remove (Failed Attempt)", "File", 18, 8, _PEOPLE, _OWN, _denied),
    Kind(_FS, "Move (Failed Attempt)", "File", 14, 8, _PEOPLE, _OWN, _denied),
    Kind(_FS, "Rename (Failed Attempt)", "File", 14, 8, _PEOPLE, _OWN, _denied),
    Kind(_SP, "Read", "Document", 90, 15, _PEOPLE, _IP, _plain_document),
    Kind(_SP, "Modified", "Document", 50, 8, _PEOPLE, _IP, _versioned),
    Kind(_SP, "Checked out", "Document", 24, 6, _PEOPLE, _IP, _plain_document),
    Kind(_SP, "Checked in", "Document", 24, 6, _PEOPLE, _IP, _versioned),
    Kind(_SP, "Discard check out", "Document", 14, 8, _PEOPLE, _IP, _plain_document),
    Kind(_SP, "Renamed", "Document", 12, 4, _PEOPLE, _IP, _renamed_document),
    Kind(_SPO, "Read", "Document", 260, 50, _CLOUD, _IP, _plain_document),
    Kind(_SPO, "Modified", "Document", 110, 20, _CLOUD, _IP, _versioned),
    Kind(_SPO, "Copied", "Document", 20, 6, _CLOUD, _IP, _plain_document),
    Kind(_SPO, "Added", "Sharing link", 22, 5, _CLOUD, _IP, _shared),
    Kind(_SPO, "Removed", "Document", 20, 5, _CLOUD, _IP, _plain_document),
)
