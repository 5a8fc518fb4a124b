"""The file with the profiles: read strictly, written without losing what people put there."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwrix_tui.config.profile import COMMANDS, Profile
from netwrix_tui.config.profile_file import ProfileChanged, ProfileFile
from netwrix_tui.errors import UsageError
from tests.child_process import ChildProcess
from tests.posix import is_private

BY_HAND = """\
# ours
default = "corp"

[profiles.corp]
server = "nwx01.corp.local"   # the big one
user = 'CORP\\jane'

[profiles.dmz]
server = "nwx02"
user = "ops@dmz.local"
password_command = "pass show nwx"
"""


@pytest.fixture
def file(tmp_path: Path) -> ProfileFile:
    return ProfileFile(tmp_path / "deep" / "config.toml")


def written(file: ProfileFile, text: str) -> ProfileFile:
    file.path.parent.mkdir(exist_ok=True)
    file.path.write_text(text, encoding="utf-8")
    return file


def test_what_is_not_there_is_empty(file: ProfileFile) -> None:
    assert file.read().by_name == {}


def test_what_is_written_by_hand_is_read(file: ProfileFile) -> None:
    profiles = written(file, BY_HAND).read()
    assert profiles.default == "corp"
    assert profiles.by_name["corp"] == Profile("corp", server="nwx01.corp.local", user="CORP\\jane")
    assert profiles.by_name["dmz"].password_command == ("pass show nwx",)


def test_saving_keeps_comments_and_other_profiles(file: ProfileFile) -> None:
    written(file, BY_HAND).save(Profile("corp", server="nwx09", thumbprint="A" * 40))
    text = file.path.read_text()
    assert "# ours" in text
    assert 'server = "nwx09"' in text
    assert "CORP" not in text  # a setting that is no more is taken out
    assert file.read().by_name["dmz"].user == "ops@dmz.local"
    assert file.read().default == "corp"


@pytest.mark.parametrize("before", ["", BY_HAND, BY_HAND.replace('default = "corp"\n', "")])
def test_a_profile_becomes_the_default(file: ProfileFile, before: str) -> None:
    written(file, before).save(Profile("new", server="nwx03"), as_default=True)
    profiles = file.read()
    assert profiles.default == "new"
    assert profiles.by_name["new"] == Profile("new", server="nwx03")


def test_the_file_is_private_and_whole(file: ProfileFile) -> None:
    file.save(Profile("corp", server="nwx01"))
    assert is_private(file.path)
    assert [path.name for path in file.path.parent.iterdir()] == ["config.toml"]


@pytest.mark.skipif(os.name != "posix", reason="a link needs a right of its own there")
def test_a_link_stays_a_link(file: ProfileFile, tmp_path: Path) -> None:
    file.path.parent.mkdir()
    real = tmp_path / "dotfiles.toml"
    file.path.symlink_to(real)
    file.save(Profile("corp", server="nwx01"))
    assert file.path.is_symlink()
    assert "nwx01" in real.read_text()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("default = ", 1, "Invalid value"),
        ('default = "corp"\n[profiles.corp', 2, "Expected"),
        ("speed = 3\n", 1, "speed is not a setting"),
        ('default = "none"\n[profiles.corp]\nserver = "a"\n', 1, "names no profile"),
        ('[profiles.corp]\nserver = "a"\nport = 1\n', 3, "port: no such setting"),
        ('[profiles.a]\nserver = "a"\n[profiles.b]\nserver = 3\n', 4, "server: a text"),
        ('[profiles.corp]\nserver = "ftp://a"\n', 2, "server: "),
        ('[profiles.corp]\nthumbprint = "12"\n', 2, "thumbprint: "),
        ('[profiles.corp]\nauth = "kerberos"\n', 2, "one of auto, negotiate"),
        ("[profiles.corp]\npage_size = 0\n", 2, "at least 1"),
        ("[profiles.corp]\npage_size = true\n", 2, "at least 1"),
        ('[profiles.corp]\nwritable = "yes"\n', 2, "true or false"),
        ("[profiles.corp]\npassword_command = []\n", 2, "a list of texts"),
        ('[profiles.corp]\npassword = "x"\n', 2, "a password is not kept here"),
        ('[profiles.search]\nserver = "a"\n', 1, "is a command"),
        ('[profiles."no name"]\nserver = "a"\n', 1, "not a name"),
        ("profiles = 3\n", 1, "not a table"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_key(
    file: ProfileFile, text: str, line: int, says: str
) -> None:
    with pytest.raises(UsageError) as caught:
        written(file, text).read()
    sentence = caught.value.sentence()
    assert sentence.startswith(f"{file.path}, line {line}: ")
    assert says in sentence
    assert caught.value.next_step
    assert "password = " not in sentence


def test_a_file_with_a_mistake_is_not_overwritten(file: ProfileFile) -> None:
    written(file, "speed = 3\n")
    with pytest.raises(UsageError):
        file.save(Profile("corp", server="nwx01"))
    assert file.path.read_text() == "speed = 3\n"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "a directory"])
def test_what_cannot_be_read_is_said(file: ProfileFile, content: bytes | str) -> None:
    file.path.parent.mkdir()
    if isinstance(content, str):
        file.path.mkdir()
    else:
        file.path.write_bytes(content)
    with pytest.raises(UsageError, match="config"):
        file.read()


@pytest.mark.parametrize("name", [*COMMANDS, "", "-x", "a b", "a/b", "ä"])
def test_names_that_cannot_be(file: ProfileFile, name: str) -> None:
    with pytest.raises(UsageError):
        file.save(Profile(name, server="nwx01"))
    assert not file.path.exists()


def test_an_unknown_profile_is_answered_with_those_there_are(file: ProfileFile) -> None:
    with pytest.raises(UsageError, match="no profile serach") as caught:
        written(file, BY_HAND).profile("serach")
    assert "corp, dmz" in caught.value.cause


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"[profiles.corp", b"speed = 3\n", b"a = " + b"[" * 100_000, None],
    ids=["not UTF-8", "half", "a newer setting", "nested", "a directory"],
)
def test_what_cannot_be_read_is_not_replaced(file: ProfileFile, content: bytes | None) -> None:
    file.path.parent.mkdir()
    if content is None:
        file.path.mkdir()
    else:
        file.path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        file.save(Profile("corp", server="nwx01"))
    assert caught.value.what.startswith(f"corp was not saved: {file.path}")
    assert "stays as it is" in caught.value.cause
    assert file.path.is_dir() if content is None else file.path.read_bytes() == content
    assert [path.name for path in file.path.parent.iterdir()] == ["config.toml"]


def test_what_is_closed_to_its_reader_is_not_replaced(
    file: ProfileFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(file, BY_HAND)

    def closed(*_: object, **__: object) -> bytes:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patch:
        patch.setattr("netwrix_tui.config.profile_file.read_file", closed)
        with pytest.raises(UsageError, match=r"corp was not saved: .* cannot be read: Permission"):
            file.save(Profile("corp", server="nwx01"))
    assert file.path.read_text() == BY_HAND


def test_what_is_not_changed_stays_as_it_was_written(file: ProfileFile) -> None:
    dmz = written(file, BY_HAND).profile("dmz")
    file.save(replace(dmz, server="nwx03", slow=True))
    expected = BY_HAND.replace('"nwx02"', '"nwx03"') + "slow = true\n"
    assert file.path.read_text() == expected


def test_three_programs_that_save_ten_profiles_each_keep_thirty(file: ProfileFile) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from netwrix_tui.config.profile import Profile\n"
        "from netwrix_tui.config.profile_file import ProfileFile\n"
        "for n in range(10):\n"
        "    profile = Profile(f'{sys.argv[2]}{n}', server=f'nwx{n}')\n"
        "    ProfileFile(Path(sys.argv[1])).change(profile.name, lambda there: profile)\n"
    )
    programs = [
        subprocess.Popen([sys.executable, "-c", code, str(file.path), name]) for name in "abc"
    ]
    assert [program.wait() for program in programs] == [0, 0, 0]
    profiles = file.read()
    assert sorted(profiles.by_name) == [f"{name}{n}" for name in "abc" for n in range(10)]
    assert all(p.server == f"nwx{p.name[1:]}" for p in profiles.by_name.values())
    assert profiles.default in ("a0", "b0", "c0")  # the first, and no second one took its place
    assert [path.name for path in file.path.parent.iterdir()] == ["config.toml"]


def test_what_another_program_has_changed_is_not_replaced_unseen(file: ProfileFile) -> None:
    written(file, BY_HAND).read()
    other = ProfileFile(file.path)
    other.save(replace(other.profile("corp"), thumbprint="A" * 40))
    other.save(Profile("new", server="theirs"))
    before = file.path.read_bytes()
    for mine in (Profile("corp", server="mine"), Profile("new", server="mine")):
        with pytest.raises(ProfileChanged, match=f"{mine.name} was changed by another program"):
            file.save(mine)
    assert file.path.read_bytes() == before
    file.save(Profile("dmz", server="mine"))  # which nobody else has changed
    file.read()
    file.save(Profile("corp", server="mine"))
    assert file.profile("corp").server == "mine"


texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1
).filter(str.strip)


@given(ca_file=texts, command=st.lists(texts, min_size=1, max_size=3), size=st.integers(1, 2**40))
def test_what_is_saved_is_read(
    tmp_path_factory: pytest.TempPathFactory, ca_file: str, command: list[str], size: int
) -> None:
    file = ProfileFile(tmp_path_factory.mktemp("config") / "config.toml")
    profile = Profile(
        "corp",
        server="nwx01",
        ca_file=ca_file,
        password_command=tuple(command),
        page_size=size,
        writable=True,
    )
    file.save(profile)
    assert file.read().by_name == {"corp": profile}
    tomllib.loads(file.path.read_text(encoding="utf-8"))


# Whose file it is

_COMMAND = '[profiles.dmz]\nserver = "nwx02"\nuser = "ops"\npassword_command = "touch ran"\n'
_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may be somebody else"
)


@_root
@pytest.mark.parametrize("text", [_COMMAND, BY_HAND])
def test_a_command_in_a_file_of_somebody_else_is_not_run(file: ProfileFile, text: str) -> None:
    written(file, text)
    os.chown(file.path, 54_321, 54_321)
    for use in (file.read, lambda: file.profile("dmz"), lambda: file.save(Profile("corp"))):
        with pytest.raises(UsageError, match=r"belongs to another user \(54321\)"):
            use()
    assert file.path.read_text() == text


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system knows no such modes")
@pytest.mark.parametrize(("mode", "is_used"), [(0o606, False), (0o666, False), (0o664, True)])
def test_a_command_in_a_file_that_everybody_may_write_is_not_run(
    file: ProfileFile, tmp_path: Path, mode: int, is_used: bool
) -> None:
    written(file, _COMMAND).path.chmod(mode)
    link = tmp_path / "link.toml"
    link.symlink_to(file.path)
    for each in (file, ProfileFile(link)):
        if is_used:
            assert each.profile("dmz").password_command
            continue
        with pytest.raises(UsageError, match="everybody may write it"):
            each.read()


@_root
def test_a_file_without_commands_may_be_anybodys(file: ProfileFile) -> None:
    written(file, '[profiles.corp]\nserver = "nwx01"\n').path.chmod(0o666)
    os.chown(file.path, 54_321, 54_321)
    assert file.profile("corp").server == "nwx01"


@pytest.mark.skipif(os.name != "posix", reason="no pipe has a name there")
def test_a_file_may_be_a_pipe_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netwrix_tui.config.profile_file.LOCK_PATIENCE", 0.2)
    assert ProfileFile(Path(os.devnull)).read().by_name == {}
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="nobody writes into it"):
        ProfileFile(pipe).read()
    monkeypatch.setattr("netwrix_tui.config.profile_file.LOCK_PATIENCE", 30)
    with ChildProcess([sys.executable, "-c", f"open({str(pipe)!r}, 'w').write({BY_HAND!r})"]):
        assert ProfileFile(pipe).profile("corp").server == "nwx01.corp.local"
