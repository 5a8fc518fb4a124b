"""SQL statements that write a case file."""

from __future__ import annotations

ADD_SOURCE = """
INSERT INTO source (server, account, scheme, certificate, wire, clock_difference)
VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (server, account) DO UPDATE SET
  scheme = CASE WHEN excluded.scheme = '' THEN scheme ELSE excluded.scheme END,
  certificate = CASE WHEN excluded.certificate = '' THEN certificate ELSE excluded.certificate END,
  wire = excluded.wire,
  clock_difference = coalesce(excluded.clock_difference, clock_difference)
"""

BEGIN_SEARCH = """
INSERT INTO search (source, position, words, name, line, plan, resolved, zone, wire, of_case,
  in_slices, started, outcome, why, records, doubles, damaged, arrival_order)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0, 0, '')
"""

END_SEARCH = """
UPDATE search SET outcome = ?, why = ?, records = ?, doubles = ?, damaged = ?, arrival_order = ?,
  in_slices = ?, ended = ? WHERE id = ?
"""

ADD_REQUEST = """
INSERT INTO request (search, sent, path, mark, status, answered, bytes, records, why, page)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

ADD_PAGE = """
INSERT INTO page (format, packed, content, size, sha256, chain) VALUES (?, ?, ?, ?, ?, ?)
"""
