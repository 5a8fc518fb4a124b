"""The commands ``evidence`` and ``verify``: exit status, sentences, signatures, no password."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.cli import main
from netwrix_tui.headless.evidence_options import with_only_as_one
from tests.case.sample import sample
from tests.evidence.packages import files_of

_NEEDS_SSH = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case, by its name in the working directory."""
    monkeypatch.chdir(tmp_path)
    return sample(tmp_path / "a.nwcase").name


def test_a_package_is_made_and_verified(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    for target, words in (
        ("p", []), ("p.zip", []), ("m", ["--only", "marked"]), ("s", ["--only", "search", "2"]),
        ("f.zip", ["--only", "findings", "--zone", "UTC"]), ("n", ["--pseudonyms"]),
    ):  # fmt: skip
        assert main(["evidence", case, "--to", target, *words]) == 0
        assert capsys.readouterr().out.startswith(f"{target}: ")
        assert main(["verify", target]) == 0
        assert "Whole: " in capsys.readouterr().out
    assert main(["verify", case]) == 0
    # The second search took records again that the first one had.
    assert capsys.readouterr().out == (
        "Whole: 450 records in its pages, 250 without those that came again.\n"
    )


def test_where_the_key_of_pseudonyms_lies_is_told(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["evidence", case, "--to", "n", "--pseudonyms"])
    assert "n.key.json: who they are; keep it to yourself." in capsys.readouterr().out
    assert Path("n.key.json").is_file()


def test_a_package_without_a_record_says_so_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    CaseWriter.create(Path("empty.nwcase")).close()
    main(["evidence", "empty.nwcase", "--to", "p"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "p: 0 records, 0 pages."
    assert lines[1].startswith("There is no record in it")
    assert len(lines) == 2


def test_what_differs_is_named(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["evidence", case, "--to", "p"])
    Path("p/data/records.csv").write_bytes(b"")
    capsys.readouterr()
    assert main(["verify", "p"]) == 1
    out = capsys.readouterr().out
    assert "data/records.csv: its SHA-256 is not the one in manifest-sha256.txt." in out
    assert "Not whole: " in out.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["evidence", "none.nwcase", "--to", "p"], "There is no case file none.nwcase."),
        (["evidence", "a.nwcase"], "--to"),
        (["evidence", "a.nwcase", "--to", "a.nwcase"], "is there already."),
        (["evidence", "a.nwcase", "--to", "p", "--only", "half"], "--only does not take 'half'."),
        (["evidence", "a.nwcase", "--to", "p", "--only", "search", "3"], "There is no search 3:"),
        (["evidence", "a.nwcase", "--to", "p", "--only", "search", "0"], "--only does not take"),
        (["evidence", "a.nwcase", "--to", "p", "--zone", "Mars"], "no time zone 'Mars'"),
        (["evidence", "a.nwcase", "--to", "p", "--zone", "../x"], "no time zone '../x'"),
        (["evidence", "a.nwcase", "--to", "p", "--sign", "none"], "There is no key none."),
        (["evidence", "a.nwcase", "--to", "p", "--sign", "a.nwcase"], "cannot be signed"),
        (["verify", "none"], "none cannot be read: No such file or directory."),
        (["verify", "text"], "text is neither a package nor a case."),
        (["verify", "a.nwcase", "--signers", "none"], "There is no file none."),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    case: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("text").write_text("text")
    assert main(words) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""
    assert sorted(path.name for path in Path().iterdir()) == ["a.nwcase", "text"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["evidence", "--only", "search", "2", "a"], ["evidence", "--only", "search 2", "a"]),
        (["evidence", "--only=search", "2", "a"], ["evidence", "--only=search 2", "a"]),
        (["evidence", "--only", "marked", "a"], ["evidence", "--only", "marked", "a"]),
        (["evidence", "--only", "search"], ["evidence", "--only", "search"]),
        (["evidence", "--", "--only", "search", "2"], ["evidence", "--", "--only", "search", "2"]),
    ],
)
def test_a_search_and_its_number_are_one_value(given: list[str], meant: list[str]) -> None:
    assert with_only_as_one(given) == meant


def _key(name: str, tmp_path: Path) -> str:
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", tmp_path / name]
    subprocess.run(command, check=True)
    return (tmp_path / f"{name}.pub").read_text()


@_NEEDS_SSH
@pytest.mark.parametrize("target", ["p", "p.zip"])
def test_a_signature_is_made_and_checked(
    case: str, tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    public, other = _key("jane", tmp_path), _key("eve", tmp_path)
    Path("signers").write_text(f"jane@corp.local {public}")
    Path("others").write_text(f"eve@corp.local {other}")
    assert main(["evidence", case, "--to", target, "--sign", "jane"]) == 0
    assert f"{target}.sig: the signature." in capsys.readouterr().out
    assert main(["verify", target, "--signers", "signers"]) == 0
    assert "signed by “jane@corp.local”." in capsys.readouterr().out
    assert main(["verify", target]) == 0
    assert "cannot be told without --signers." in capsys.readouterr().out
    assert main(["verify", target, "--signers", "others"]) == 1
    assert "its key is none of those in others." in capsys.readouterr().out
    assert main(["evidence", case, "--to", "q", "--only", "marked", "--sign", "jane"]) == 0
    Path(f"{target}.sig").write_bytes(Path("q.sig").read_bytes())
    capsys.readouterr()
    for words in ([], ["--signers", "signers"]):
        assert main(["verify", target, *words]) == 1
        assert f"{target}.sig: the signature is not of this package." in capsys.readouterr().out
    Path(f"{target}.sig").unlink()
    assert main(["verify", target, "--signers", "signers"]) == 1
    assert "there is no signature" in capsys.readouterr().out


@_NEEDS_SSH
def test_a_signature_within_the_bag_is_checked_too(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = _key("jane", tmp_path)
    Path("signers").write_text(f"jane@corp.local {public}")
    main(["evidence", case, "--to", "p"])
    command = ["ssh-keygen", "-Y", "sign", "-n", "netwrix-tui", "-f", "jane"]
    subprocess.run([*command, "p/tagmanifest-sha256.txt"], check=True, capture_output=True)
    assert main(["verify", "p", "--signers", "signers"]) == 0
    assert "signed by “jane@corp.local”." in capsys.readouterr().out


@_NEEDS_SSH
def test_the_report_says_how_the_signature_is_checked(case: str, tmp_path: Path) -> None:
    public = _key("jane", tmp_path)
    Path("ALLOWED_SIGNERS").write_text(f"WHO {public}")
    main(["evidence", case, "--to", "p", "--sign", "jane"])
    report = Path("p/data/report.md").read_text()
    (line,) = [each for each in report.splitlines() if each.startswith("ssh-keygen -Y verify")]
    for name in ("ALLOWED_SIGNERS", "p.sig"):
        shutil.copy(name, Path("p") / name.replace("p.sig", "PACKAGE.sig"))
    subprocess.run(["sh", "-c", line], cwd="p", check=True, capture_output=True)


@_NEEDS_SSH
def test_nothing_is_left_where_signing_fails(case: str, tmp_path: Path) -> None:
    _key("jane", tmp_path)
    Path("jane").write_text("no key")
    for target in ("p", "p.zip"):
        assert main(["evidence", case, "--to", target, "--sign", "jane", "--pseudonyms"]) == 2
    assert sorted(path.name for path in Path().iterdir()) == ["a.nwcase", "jane", "jane.pub"]


def test_the_zone_of_the_machine_is_stated(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["evidence", case, "--to", "p", "--zone", "Asia/Kolkata"])
    assert "UTC+5:30 |" in Path("p/data/report.md").read_text()
    assert files_of(Path("p"))
