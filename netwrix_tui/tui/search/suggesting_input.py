"""Input with suggestions: type to narrow the list, arrows to pick; any text is accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from netwrix_tui.records.filter_words import shortened
from netwrix_tui.tui.search.suggestions import AS_TYPED, Suggestion
from netwrix_tui.tui.text.visible_input import VisibleInput

_WIDEST = 56
"""Cells of a suggestion; the whole value is taken nevertheless."""


class SuggestionOption(Option):
    """A line of the list, which keeps the whole value that it stands for."""

    def __init__(self, suggestion: Suggestion) -> None:
        text = shortened(suggestion.value, _WIDEST)
        super().__init__(Content.assemble(f"{text:<16}", "  ", (suggestion.hint, "dim")))
        self.value = suggestion.value


class SuggestionList(OptionList, can_focus=False):
    """List of suggestions; the keys reach it through the input."""


class SuggestingInput(Vertical):
    """An input with suggestions, which show while it has the focus."""

    DEFAULT_CSS = """
    SuggestingInput {
        height: auto;
        SuggestionList { display: none; height: auto; max-height: 9; background: transparent;
                         scrollbar-size-vertical: 1; }
        &.-open SuggestionList { display: block; }
        SuggestionList > .option-list--option-highlighted {
            color: $block-cursor-foreground; background: $block-cursor-background;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Suggestion up", show=False, id="suggestions.up"),
        Binding("down", "move(1)", "Suggestion down", show=False, id="suggestions.down"),
        Binding("pageup", "move(-8)", "Suggestions up", show=False, id="suggestions.page_up"),
        Binding("pagedown", "move(8)", "Suggestions down", show=False, id="suggestions.page_down"),
    ]

    @dataclass
    class SuggestionAccepted(Message):
        """Enter was pressed, or a suggestion clicked."""

        sender: SuggestingInput
        value: str

        @property
        def control(self) -> SuggestingInput:
            """What :func:`textual.on` selects by."""
            return self.sender

    def __init__(
        self,
        suggest: Callable[[str], Sequence[Suggestion]],
        *,
        placeholder: str = "",
        widget_id: str | None = None,
    ) -> None:
        super().__init__(id=widget_id)
        self._suggest = suggest
        self._placeholder = placeholder
        self._shown: list[Suggestion] = []
        self.takes_first = False
        """True where typing highlights the first suggestion, so that Enter takes that one."""

    def compose(self) -> ComposeResult:
        yield VisibleInput(placeholder=self._placeholder)
        yield SuggestionList(compact=True, markup=False)

    def on_mount(self) -> None:
        self.suggest_again()

    @property
    def input(self) -> VisibleInput:
        """The input proper."""
        return self.query_one(VisibleInput)

    @property
    def value(self) -> str:
        """What Enter would take: the highlighted suggestion, else the text as typed."""
        index = self._list.highlighted
        return self.input.value if index is None else self._shown[index].value

    def load(self, text: str) -> None:
        """Put a text in, with the cursor behind it."""
        self.input.value = text
        self.input.cursor_position = len(text)
        self.suggest_again()

    def suggest_again(self) -> None:
        """Fill the list for what stands in the input."""
        typed = self.input.value
        self._shown = list(self._suggest(typed))
        self._list.clear_options()
        self._list.add_options(map(SuggestionOption, self._shown))
        if not (typed and self._shown and self.takes_first):
            self._list.highlighted = None
            return
        same = (i for i, s in enumerate(self._shown) if s.value == typed and s.hint != AS_TYPED)
        self._list.highlighted = next(same, 0)

    def action_move(self, rows: int) -> None:
        """Move the highlight; above the first suggestion stands the text as typed."""
        if not self._shown:
            return
        now = -1 if self._list.highlighted is None else self._list.highlighted
        wanted = min(max(now + rows, -1), len(self._shown) - 1)
        self._list.highlighted = None if wanted < 0 else wanted

    def on_descendant_focus(self) -> None:
        """The list opens with the focus."""
        self.add_class("-open")

    def on_descendant_blur(self) -> None:
        """And closes when it goes elsewhere."""
        self.remove_class("-open")

    @property
    def _list(self) -> SuggestionList:
        return self.query_one(SuggestionList)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.suggest_again()

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.SuggestionAccepted(self, self.value))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        # What was clicked; the list may be another one by now.
        if isinstance(event.option, SuggestionOption):
            self.load(event.option.value)
        self.post_message(self.SuggestionAccepted(self, self.input.value))

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
