"""A scripted investigation in a process of its own, to be killed at any moment.

``python -m tests.case.investigation FILE [LIMIT]`` loads pages, marks, notes and finds, and prints
what is committed, a line each, once it is: ``pages 3``, ``marks 2``, ``notes 1``, ``findings 1``.
LIMIT is how many bytes a file may have: the disk that is full.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import replace
from pathlib import Path

from netwrix_tui.case.case_writer import CaseWriter
from netwrix_tui.case.facts import Finding, SearchFacts, SourceFacts
from netwrix_tui.case.session_keeper import SessionKeeper
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.zone import UTC_ZONE
from tests.case.sample import BEGAN, PAGE, answers, records

MOST_PAGES = 400
SOURCE = SourceFacts("nwx01", "CORP\\jane")


def main(path: Path, limit: int = 0) -> None:
    if limit:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    troubles: list[str] = []
    keeper = SessionKeeper(
        lambda: CaseWriter.create(path), lambda error: troubles.append(error.sentence())
    )
    plan = plan_of("who:user", UTC_ZONE)
    kept = keeper.begin(SOURCE, SearchFacts(0, plan, "who:user", "first", BEGAN))
    keeper.set_trail([(kept, "")], 0)
    marked: list[tuple[int, str]] = []
    for number in range(MOST_PAGES):
        page = answers(records(PAGE, f"P{number}-"))[0]
        page = replace(page, mark=f"mark {number}")
        kept.answered(page.answers[0])
        kept.took(page, page.mark, by_following=False)
        marked.append((number * PAGE, page.rows[0].rid))
        kept.set_marks(marked)
        keeper.write_note(SOURCE, page.rows[0].rid, f"note {number}")
        keeper.set_findings([Finding(f"finding {number}", BEGAN, "jane")])
        if not keeper.flush(0.5) or troubles:
            print("trouble", *troubles, flush=True)  # the investigation goes on
            if number > 60:
                break
            continue
        print(f"pages {number + 1}", flush=True)
    keeper.close(timeout=2)
    print("over", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
