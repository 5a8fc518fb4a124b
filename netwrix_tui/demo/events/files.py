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


def file_name(rng: SeededRandom) -> str:
    """A file name as people give them."""
    year = 2024 + rng.below(3)
    topic = rng.pick(company_names.TOPICS)
    if rng.chance(30):
        return f"Q{1 + rng.below(4)} {topic} {year}.{rng.pick(company_names.EXTENSIONS)}"
    suffix = rng.pick(("", "", " v2", " final", " (copy)", " draft"))
    return f"{topic} {year}-{1 + rng.below(12):02}{suffix}.{rng.pick(company_names.EXTENSIONS)}"


def _path(stage: Stage) -> str:
    return f"{stage.place.root}\\{stage.rng.pick(company_names.FOLDERS)}\\{file_name(stage.rng)}"


def _size(rng: SeededRandom) -> str:
    return f"{rng.below(4_000_000) + 900} bytes"


def _read(stage: Stage) -> Scene:
    path = _path(stage)
    return path, (note("Process", "explorer.exe"),) if stage.rng.chance(10) else ()


def _backup_read(stage: Stage) -> Scene:
    return _path(stage), (note("Process", "vbr-agent.exe"),)


def _written(stage: Stage) -> Scene:
    path, rng = _path(stage), stage.rng
    return path, (change("Size", _size(rng), _size(rng)),)


def _created(stage: Stage) -> Scene:
    path = _path(stage)
    owner = stage.actor.name
    return path, (change("Size", None, _size(stage.rng)), change("Owner", None, owner))


def _removed(stage: Stage) -> Scene:
    return _path(stage), (change("Size", _size(stage.rng), None),)


def _renamed(stage: Stage) -> Scene:
    path = _path(stage)
    new = file_name(stage.rng)
    return path, (change("Name", path.rpartition("\\")[2], new),)


def _moved(stage: Stage) -> Scene:
    path = _path(stage)
    name = path.rpartition("\\")[2]
    target = f"{stage.place.root}\\{stage.rng.pick(company_names.FOLDERS)}\\{name}"
    return path, (change("Path", path, target),)


def _denied(stage: Stage) -> Scene:
    return _path(stage), (note("Cause", "Access is denied."),)


def _folder_denied(stage: Stage) -> Scene:
    path = f"{stage.place.root}\\{stage.rng.pick(company_names.FOLDERS)}"
    return path, (note("Cause", "Access is denied."),)


def _permissions(stage: Stage) -> Scene:
    """A folder's permissions: several to several dozen entries, before and after."""
    rng, people = stage.rng, stage.company.people
    path = f"{stage.place.root}\\{rng.pick(company_names.FOLDERS)}"
    entries = [
        f"{rng.pick(people).account} ({rng.pick(_RIGHTS)}; {rng.pick(_SCOPES)})"
        for _ in range(rng.pick((3, 5, 8, 14, 40)))
    ]
    after = [entry for entry in entries if not rng.chance(15)]
    after.append(f"{rng.pick(people).account} (Allow - Full Control; {_SCOPES[0]})")
    return path, (
        change("Permissions", "\n".join(entries), "\n".join(after)),
        change("Inheritance", "Enabled", "Disabled" if rng.chance(30) else "Enabled"),
    )


def _document(stage: Stage) -> str:
    library = stage.rng.pick(("Documents", "Shared Documents", "Site Assets", "Contracts"))
    return f"{stage.place.root}/{library}/{file_name(stage.rng).replace(' ', '%20')}"


def _plain_document(stage: Stage) -> Scene:
    return _document(stage), ()


def _versioned(stage: Stage) -> Scene:
    version = stage.rng.below(30) + 1
    after = change("Version", f"{version}.0", f"{version + 1}.0")
    return _document(stage), (after, change("Title", "Draft", "Approved"))


def _renamed_document(stage: Stage) -> Scene:
    url = _document(stage)
    return url, (change("Name", url.rpartition("/")[2], file_name(stage.rng)),)


def _shared(stage: Stage) -> Scene:
    guest = f"partner{stage.rng.below(60)}@supplier.example"
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
