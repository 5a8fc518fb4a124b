"""``[receivers.NAME]`` in the settings, its token, and what doctor says of it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from netwrix_tui.client.trust import Thumbprint
from netwrix_tui.config.profile_file import ProfileFile
from netwrix_tui.config.receiver_settings import ReceiverSettings
from netwrix_tui.errors import UsageError
from tests.client.certificates import self_signed
from tests.demo_process import Demo, DemoServers
from tests.headless.commands import Done, run
from tests.shipping.receiving import Receiving, receiving


@pytest.fixture(scope="module")
def small(demo_servers: DemoServers) -> Demo:
    return demo_servers.shared(records=1_200)


def _config(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


def _named(
    demo: Demo, tmp_path: Path, receiver: Receiving, kind: str, *words: str, more: str = ""
) -> Done:
    token = json.dumps([sys.executable, "-c", "print('t0ken')"])
    text = f'[receivers.siem]\nto = "{kind}"\nurl = "{receiver.url}"\ntoken_command = {token}\n'
    file = _config(tmp_path, text + more)
    return run(demo, *words, NETWRIX_TUI_CONFIG=str(file))


def test_a_receiver_by_its_name(small: Demo, tmp_path: Path) -> None:
    made = self_signed(tmp_path, "siem")
    pinned = f'fingerprint = "{Thumbprint.sha256(made.der)}"\n'
    with receiving(made.server_context()) as receiver:
        words = ("ship", "--to", "siem", "--limit", "7")
        done = _named(small, tmp_path, receiver, "elasticsearch", *words, more=pinned)
        assert done.status == 0, done.err
        assert len(receiver.stored) == 7
        assert receiver.authorizations == {"ApiKey t0ken"}
        assert "t0ken" not in done.err


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('to = "kafka"', 2, "one of elasticsearch, opensearch, splunk, syslog is wanted"),
        ('to = "splunk"\nurl = "x"\ntoken = "secret"', 4, "a secret is not kept here"),
        ('to = "splunk"\nurl = "x"\nfingerprint = "AB"', 4, "no fingerprint"),
        ('to = "splunk"\nurl = "x"\ncolour = "red"', 4, "no such setting"),
        ('to = "splunk"', 1, "url: it is missing"),
    ],
)
def test_a_mistake_in_the_settings_is_named(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    file = _config(tmp_path, f"[receivers.siem]\n{text}\n")
    with pytest.raises(UsageError) as error:
        ProfileFile(file).read()
    assert f"line {line}: " in error.value.what
    assert said in error.value.what
    assert "secret" not in error.value.sentence().replace("a secret is not", "")


def test_receivers_stand_beside_profiles_and_are_kept(tmp_path: Path) -> None:
    file = _config(
        tmp_path,
        '[profiles.corp]\nserver = "nwx01"\n\n[receivers.corp]\nto = "syslog"\nurl = "tls://x"\n',
    )
    from netwrix_tui.config.profile import Profile

    profiles = ProfileFile(file)
    assert profiles.read().receivers == {
        "corp": ReceiverSettings("corp", to="syslog", url="tls://x")
    }
    profiles.save(Profile("corp", server="nwx02"))
    assert profiles.read().receivers["corp"].url == "tls://x"


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX'")
def test_a_token_command_of_a_file_that_others_may_write_is_not_run(tmp_path: Path) -> None:
    file = _config(
        tmp_path, '[receivers.x]\nto = "splunk"\nurl = "https://x"\ntoken_command = "rm"\n'
    )
    file.chmod(0o666)
    with pytest.raises(UsageError, match="it names a token_command, and everybody may write it"):
        ProfileFile(file).read()


def _checks(done: Done) -> dict[str, str]:
    return {check["check"]: check["verdict"] for check in json.loads(done.out)["checks"]}


def test_doctor_of_elasticsearch(small: Demo, tmp_path: Path) -> None:
    made = self_signed(tmp_path, "siem")
    pinned = f'fingerprint = "{Thumbprint.sha256(made.der)}"\n'
    with receiving(made.server_context()) as receiver:
        words = ("doctor", "--to", "siem", "--json")
        done = _named(small, tmp_path, receiver, "elasticsearch", *words, more=pinned)
        assert done.status == 0, done.out + done.err.encode()
        assert _checks(done) == {
            "name": "ok", "port": "ok", "TLS": "ok", "certificate": "ok", "sign-in": "ok",
            "version": "ok", "index": "ok", "template": "ok", "writing": "not told",
        }  # fmt: skip
        assert receiver.requests == 0
        assert "t0ken" not in done.out.decode()
        text = _named(small, tmp_path, receiver, "elasticsearch", "doctor", "--to", "siem",
                      more=pinned).out.decode()  # fmt: skip
        assert "Elasticsearch “8.17.0”" in text
        assert "netwrix-tui ship --setup sends it" in " ".join(text.split())
        wrong = _named(small, tmp_path, receiver, "elasticsearch", *words,
                       more='fingerprint = "' + "AB" * 32 + '"\n')  # fmt: skip
        assert wrong.status == 3
        assert _checks(wrong)["certificate"] == "failed"
        assert "--thumbprint" not in wrong.out.decode()


def test_doctor_of_splunk(small: Demo, tmp_path: Path) -> None:
    with receiving(acknowledges=True) as receiver:
        done = _named(small, tmp_path, receiver, "splunk", "doctor", "--to", "siem", "--json")
        assert done.status == 0, done.out
        assert _checks(done) == {
            "name": "ok", "port": "ok", "TLS": "ok", "certificate": "ok", "health": "ok",
            "token": "ok", "receipt": "ok",
        }  # fmt: skip
        assert not receiver.stored
        receiver.token = "Splunk another"
        refused = _named(small, tmp_path, receiver, "splunk", "doctor", "--to", "siem", "--json")
        assert refused.status == 4
        assert _checks(refused)["token"] == "failed"


def test_doctor_of_what_is_not_there(small: Demo, tmp_path: Path) -> None:
    with receiving() as receiver:
        pass
    done = _named(small, tmp_path, receiver, "splunk", "doctor", "--to", "siem", "--json")
    assert done.status == 3
    assert _checks(done) == {"name": "ok", "port": "failed"}
    assert "Netwrix Auditor" not in done.out.decode()
    unknown = _named(small, tmp_path, receiver, "splunk", "doctor", "--to", "siom")
    assert unknown.status == 2
    assert "There is no receiver siom" in " ".join(unknown.err.split())
