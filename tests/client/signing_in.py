"""What the tests of signing in have in common."""

from __future__ import annotations

import pytest

from netwrix_tui.client.retry import RetryPolicy
from netwrix_tui.records.filters import Filter, Operator
from netwrix_tui.records.search import SearchParameters
from tests.client.acceptor import Acceptor, Seen

SEARCH = SearchParameters((Filter("Who", Operator.CONTAINS, "jane"),))
HANDSHAKES = pytest.mark.parametrize("offer", ["Negotiate", "NTLM"])
QUICK = RetryPolicy(first_pause=0.001)
SCHEMES = pytest.mark.parametrize("offer", ["Negotiate", "NTLM", "Digest", 'Basic realm="nwx"'])


def proofs(server: Acceptor) -> list[Seen]:
    """The requests so far by which the client proved who it is."""
    return [s for s in server.seen if s.is_proof]
