"""Key map: which keys do what, by the ids of the actions: the defaults, and the user's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from textual.app import App
from textual.keys import KEY_NAME_REPLACEMENTS

from netwrix_tui.did_you_mean import did_you_mean
from netwrix_tui.tui.actions.action import OWN_SCREENS, Action, Pane

_NAMED = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")

_SHOWN = {
    "question_mark": "?", "exclamation_mark": "!", "left_square_bracket": "[",
    "right_square_bracket": "]", "plus": "+", "minus": "-", "less_than_sign": "<",
    "greater_than_sign": ">", "colon": ":", "semicolon": ";", "asterisk": "*", "slash": "/",
    "equals_sign": "=", "full_stop": ".", "comma": ",", "escape": "esc", "pagedown": "pgdn",
    "pageup": "pgup", "delete": "del", "up": "↑", "down": "↓", "left": "←", "right": "→",
    "vertical_line": "|", "ampersand": "&", "at": "@", "number_sign": "#", "underscore": "_",
}  # fmt: skip


def key_name(typed: str) -> str:
    """The name that Textual has for a key as people type it: ``question_mark`` for ``?``."""
    before, plus, last = typed.rpartition("+")
    modifiers = before.removesuffix("+").split("+") if plus and before else []
    key = "+" if plus and not last else last
    if len(key) == 1 and not key.isalnum():
        name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
        key = KEY_NAME_REPLACEMENTS.get(name, name)
    return "+".join((*modifiers, key))


def shown_key(key: str) -> str:
    """A key as people write it: ``?``, ``⇧↑``, ``^s``, ``pgdn``."""
    *modifiers, last = key.split("+")
    signs = {"ctrl": "^", "shift": "⇧", "alt": "alt+"}
    return "".join(signs.get(m, f"{m}+") for m in modifiers) + _SHOWN.get(last, last)


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The user's keys by the ids of actions, as Textual names them; the others are the defaults."""

    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> KeyMap:
        """The map of keys as they are typed into the settings."""
        return cls({of: ",".join(map(key_name, keys.split(","))) for of, keys in typed.items()})

    def keys(self, action: Action) -> str:
        """The keys of an action, separated by commas."""
        return self.own.get(action.id, action.keys)

    def display(self, action: Action) -> str:
        """The first key of an action, as it is shown."""
        if action.id not in self.own and action.key_display:
            return action.key_display
        return shown_key(self.keys(action).partition(",")[0])

    def all_shown(self, action: Action) -> str:
        """All keys of an action, as they are shown."""
        _, *others = self.keys(action).split(",")
        return " ".join(dict.fromkeys((self.display(action), *map(shown_key, others))))

    def told(self, words: str, actions: Iterable[Action]) -> str:
        """Words with ``{explorer.copy}`` and the like replaced by the key that does it."""
        by_id = {action.id: action for action in actions}
        return _NAMED.sub(lambda found: self.display(by_id[found[1]]), words)

    def troubles(self, actions: Iterable[Action], others: Iterable[str] = ()) -> Iterator[str]:
        """Sentences about ids that there are not, and keys that would do two things.

        ``others`` are ids that are no actions, as those of dialogs.
        """
        known = {action.id: action for action in actions}
        ids = {*known, *others}
        for name in self.own:
            if name not in ids:
                yield f"keys: there is no action {name}. {did_you_mean(name, ids)}".strip()
        for pane in Pane:
            yield from self._clashes(pane, [a for a in known.values() if a.pane is pane])
        of_explorer = [a for a in known.values() if a.pane is Pane.EXPLORER]
        for action in known.values():
            if action.pane is Pane.EXPLORER or action.pane in OWN_SCREENS:
                continue
            for other in of_explorer:
                is_seen = action.id in self.own or action.pane is Pane.TABLE
                if is_seen and self._is_own_clash(action, other):
                    keys = self._shared(action, other)
                    yield (
                        f"keys: {keys} is {action.id} in {action.pane.value}, and hides "
                        f"{other.id} there."
                    )

    def _clashes(self, pane: Pane, actions: list[Action]) -> Iterator[str]:
        for at, action in enumerate(actions):
            for other in actions[at + 1 :]:
                if self._is_own_clash(action, other):
                    keys = self._shared(action, other)
                    wins = action if action.id in self.own else other
                    yield (
                        f"keys: {keys} is {action.id} and {other.id} in {pane.value}; "
                        f"{wins.id} has it."
                    )

    def _is_own_clash(self, one: Action, other: Action) -> bool:
        """Whether two share a key by the user's doing: what the defaults share is meant so."""
        shared = set(self.keys(one).split(",")) & set(self.keys(other).split(","))
        meant = set(one.keys.split(",")) & set(other.keys.split(","))
        return bool(shared - meant)

    def _shared(self, one: Action, other: Action) -> str:
        shared = set(self.keys(one).split(",")) & set(self.keys(other).split(","))
        return " ".join(sorted(map(shown_key, shared)))


DEFAULT_KEYS = KeyMap()


def key_map_of(app: App[Any]) -> KeyMap:
    """The key map of the application; the default one of an application without any."""
    found = getattr(app, "key_map", DEFAULT_KEYS)
    return found if isinstance(found, KeyMap) else DEFAULT_KEYS
