"""One server has one name, however its address is written."""

from __future__ import annotations

import pytest

from netwrix_tui.client.server_at import server_at

SAME = (
    (
        "localhost:9699",
        "localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.1", "0x7f.0.0.1", "2130706433",
        "[::1]", "https://[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "http://localhost", "[::]",
        "https://127.0.0.1:9699/netwrix/api/v1/activity_records", "localhost.localdomain:9699",
    ),
    (
        "nwx01.corp.local:9699",
        "nwx01.corp.local", "NWX01.Corp.Local.", "http://nwx01.corp.local:9699/",
        " https://nwx01.corp.local ",
    ),
    ("[fe80::1]:9700", "[FE80:0::1]:9700", "http://[fe80::0:1]:9700/"),
    ("10.0.0.7:443", "https://10.0.0.7:443", "https://[::ffff:10.0.0.7]:443"),
    ("xn--mller-kva.local:9699", "müller.local", "MÜLLER.local", "xn--mller-kva.local"),
    ("gate:443/nwx", "https://gate:443/nwx/netwrix/api/v1/activity_records/"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("identity", "address"), [(first, one) for first, *others in SAME for one in others]
)
def test_every_way_to_write_it_is_one(identity: str, address: str) -> None:
    assert server_at(address) == identity


def test_others_are_others() -> None:
    others = ("nwx01", "nwx01.corp.local", "nwx01:443", "nwx02", "127.0.0.2", "[fe80::1]",
              "https://nwx01/a/netwrix/api/v1/activity_records/")  # fmt: skip
    assert len({server_at(one) for one in others}) == len(others)
