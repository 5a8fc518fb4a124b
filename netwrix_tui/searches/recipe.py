"""Recipe, a ready-made search: a question, with blanks to fill in, as one query line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netwrix_tui.errors import UsageError
from netwrix_tui.records.plan import SearchPlan
from netwrix_tui.records.query import plan_of
from netwrix_tui.records.query_terms import QueryError, Term, terms, written_value
from netwrix_tui.records.relative import relative_span
from netwrix_tui.records.sequence_pattern import Same, SequencePattern
from netwrix_tui.records.zone import ShownZone

NUMBER, SPAN = "Number", "Span"
"""What stands in the place of a filter for blanks that no filter takes."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One thing that a ready-made search asks for.

    ``name`` is how its line names it, in braces; ``filter`` the filter whose values can stand in
    it. What has no default may be left empty, and its filter is left out then, unless
    ``is_needed``. With ``takes_several`` it holds values separated by commas. A name of a person or
    a group is searched together with their other names.
    """

    name: str
    question: str
    filter: str
    default: str = ""
    is_needed: bool = False
    takes_several: bool = False
    is_person: bool = False
    is_group: bool = False


Also = Callable[[Blank, str], Sequence[str]]
"""Further values to search beside the answer to a blank."""


def nothing_else(_: Blank, __: str) -> Sequence[str]:
    """Only what was answered."""
    return ()


@dataclass(frozen=True, slots=True)
class RecipeSequence:
    """A sequence among the records that a recipe finds: ``first`` and ``then`` are query lines.

    How many at least, and within what time, are said by the recipe's blanks ``n`` and ``within``.
    """

    first: str
    then: str
    same: Same = Same.WHO


@dataclass(frozen=True, slots=True)
class Recipe:
    """A question, its group, what to do with the answer, and the line that asks it.

    ``line`` is a query whose values may be blanks: ``action:Removed who:{who} when:{since}``.
    ``sequence`` is what is looked for among the records that it finds.
    """

    id: str
    name: str
    group: str
    about: str
    line: str
    blanks: tuple[Blank, ...] = ()
    sequence: RecipeSequence | None = None

    def defaults(self) -> dict[str, str]:
        """The blanks as they are filled in at first."""
        return {blank.name: blank.default for blank in self.blanks}

    def filled(self, values: Mapping[str, str], also: Also = nothing_else) -> str:
        """The query line, for the values of blanks by name; the defaults stand for the rest.

        ``also`` gives further values of a blank, as other names of a person.

        Raises UsageError for a blank that is needed and empty, and for one that is not there.
        """
        unknown = [name for name in values if name not in self.defaults()]
        if unknown:
            raise UsageError(
                f"{self.id} does not ask for {unknown[0]}.", next_step=f"It {self._asked_words()}."
            )
        given = self.defaults() | {name: value.strip() for name, value in values.items()}
        for blank in self.blanks:
            if blank.is_needed and not given[blank.name]:
                raise UsageError(
                    f"“{blank.question}” needs an answer.", next_step="Type one, or pick one."
                )
        return " ".join(
            part for term in terms(self.line) for part in self._parts(term, given, also)
        )  # fmt: skip

    def plan(
        self, values: Mapping[str, str], zone: ShownZone, also: Also = nothing_else
    ) -> SearchPlan:
        """The search itself. Raises UsageError, also for a value that its filter cannot take."""
        line = self.filled(values, also)
        try:
            return plan_of(line, zone)
        except QueryError as error:
            raise UsageError(error.what, next_step=error.next_step) from error

    def pattern(self, values: Mapping[str, str], zone: ShownZone) -> SequencePattern | None:
        """The sequence that is looked for; None where there is none. Raises UsageError."""
        if self.sequence is None:
            return None
        given = self.defaults() | {name: value.strip() for name, value in values.items()}
        number = given["n"].replace(",", "")
        if not number.isascii() or not number.isdigit() or int(number) < 1:
            raise UsageError(f"{given['n'][:20]!r} is not a number of at least 1.")
        span = relative_span(given["within"])
        if span is None:
            raise UsageError(
                f"{given['within'][:20]!r} is not a span of time.", next_step="Type 30m, 1h or 2d."
            )
        first, then = (
            plan_of(line, zone).parameters() for line in (self.sequence.first, self.sequence.then)
        )
        return SequencePattern(first, then, int(number), span.length, self.sequence.same)

    def _parts(self, term: Term, given: Mapping[str, str], also: Also) -> Iterator[str]:
        """The term, for each value that its blank has been given."""
        text = self.line[term.at : term.end]
        blank = next((b for b in self.blanks if term.value == f"{{{b.name}}}"), None)
        if blank is None:
            yield text
            return
        head = self.line[term.at : term.value_at]
        value = given[blank.name]
        for each in value.split(",") if blank.takes_several else (value,):
            if not each.strip():
                continue
            yield head + written_value(each.strip(), alone=not term.name)
            # A whole name is looked for as such where the field holds nothing else.
            whole = f"{head[:-1]}=" if term.name == "who" and term.sign == ":" else head
            for other in also(blank, each.strip()) if not term.is_negative else ():
                yield whole + written_value(other, alone=not term.name)

    def _asked_words(self) -> str:
        if not self.blanks:
            return "asks for nothing"
        return f"asks for {', '.join(blank.name for blank in self.blanks)}"
