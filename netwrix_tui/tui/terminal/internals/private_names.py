"""Every private name of Textual and rich that the program depends on, and whether it stands.

A private name may change with any release. What is checked here is that each is there with the
parameters that we call it by; what it means was read in the releases between :data:`OLDEST` and
:data:`NEWEST`, which pyproject.toml allows and no others.
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path

OLDEST, NEWEST = (8, 2, 7), (8, 2, 8)
"""The releases of Textual that all tests were run with."""

RICH = (15, 0, 0)
"""The release of rich that its one name was checked on."""


class Part(Enum):
    """What a name serves: without it, that part is left to Textual."""

    DRAWING = "frames: the compositor, and when the screen is drawn"
    TERMINAL = "the driver of a Unix terminal, and what its keys mean"
    APP = "the application, its messages and widgets"


@dataclass(frozen=True, slots=True)
class PrivateName:
    """A name, where it belongs, and the shape in which it is used."""

    part: Part
    owner: str
    """A module, or a class in one as ``module:Class``."""
    name: str
    shape: tuple[str, ...] | str
    """A method's parameters but ``self``; or the type of an attribute, empty for a class."""
    why: str

    def stands(self) -> bool:
        """Whether the installed release has it, and takes the parameters where it is a method."""
        module, _, kind = self.owner.partition(":")
        try:
            owner = import_module(module)
            owner = getattr(owner, kind) if kind else owner
        except (ImportError, AttributeError):
            return False
        if isinstance(self.shape, str):
            return hasattr(owner, self.name) or _sets(owner, self.name)
        found = getattr(owner, self.name, None)
        if not callable(found):
            return False
        takes = inspect.signature(found).parameters.values()
        given = 1 + len(self.shape)
        names = tuple(each.name for each in takes)[1:given]
        is_starred = any(each.kind is each.VAR_POSITIONAL for each in takes)
        wanted = [each for each in list(takes)[given:] if each.default is each.empty]
        return is_starred or (names == self.shape and not wanted)


def _sets(owner: object, name: str) -> bool:
    """Whether what makes an object of a class sets an attribute of this name."""
    makers = (vars(kind).get("__init__") for kind in getattr(owner, "__mro__", ()))
    return any(name in make.__code__.co_names for make in makers if hasattr(make, "__code__"))


_APP = "textual.app:App"
_DRIVER = "textual.drivers.linux_driver:LinuxDriver"
_SCREEN = "textual.screen:Screen"
_COMPOSITOR = "textual._compositor:Compositor"
_PUMP = "textual.message_pump:MessagePump"
_PARSER = "textual._xterm_parser:XTermParser"
_PALETTE = "textual.command:CommandPalette"

NAMES = (
    PrivateName(Part.DRAWING, "textual._compositor", "Compositor", "", "its subclass draws"),
    PrivateName(Part.DRAWING, "textual._compositor", "ChopsUpdate", "", "some lines of a frame"),
    PrivateName(Part.DRAWING, "textual._compositor", "LayoutUpdate", "", "a whole frame"),
    PrivateName(Part.DRAWING, "textual._compositor", "ReflowResult", "", "what a layout returns"),
    PrivateName(Part.DRAWING, _COMPOSITOR, "_dirty_regions", "set", "what is drawn next"),
    PrivateName(
        Part.DRAWING,
        _COMPOSITOR,
        "_render_chops",
        ("crop", "is_rendered_line"),
        "overridden: asks only the widgets that changed",
    ),
    PrivateName(Part.DRAWING, _SCREEN, "_compositor", "Compositor", "ours takes its place"),
    PrivateName(Part.DRAWING, _SCREEN, "_layout_required", "bool", "whether there is to draw"),
    PrivateName(Part.DRAWING, _SCREEN, "_scroll_required", "bool", "whether there is to draw"),
    PrivateName(Part.DRAWING, _SCREEN, "_dirty_widgets", "set", "whether there is to draw"),
    PrivateName(Part.DRAWING, _SCREEN, "_on_timer_update", (), "draws what a key changed at once"),
    PrivateName(
        Part.DRAWING, _APP, "_display", ("screen", "renderable"), "overridden: what differs alone"
    ),
    PrivateName(Part.DRAWING, "textual._compositor", "CompositorUpdate", "", "what a frame is"),
    PrivateName(
        Part.DRAWING, "rich.console:Console", "_color_system", "ColorSystem", "pens are made for it"
    ),
    PrivateName(Part.TERMINAL, _DRIVER, "_app", "App", "told what the terminal does"),
    PrivateName(Part.TERMINAL, _DRIVER, "_loop", "AbstractEventLoop", "signals are handed to it"),
    PrivateName(Part.TERMINAL, _DRIVER, "_file", "TextIOWrapper", "our writer takes its place"),
    PrivateName(Part.TERMINAL, _DRIVER, "_writer_thread", "NoneType", "written to without assert"),
    PrivateName(Part.TERMINAL, _DRIVER, "_mouse_pixels", "bool", "a mode to leave"),
    PrivateName(Part.TERMINAL, _DRIVER, "_auto_restart", "bool", "whether a stop is ours"),
    PrivateName(Part.TERMINAL, _DRIVER, "_must_signal_resume", "bool", "told when continued"),
    PrivateName(Part.TERMINAL, _DRIVER, "_sigtstp_application", (), "overridden: on the loop"),
    PrivateName(Part.TERMINAL, _DRIVER, "_sigcont_application", (), "overridden: on the loop"),
    PrivateName(Part.TERMINAL, _DRIVER, "_run_input_thread", (), "overridden: an end, no panic"),
    PrivateName(
        Part.TERMINAL, "textual._ansi_sequences", "ANSI_SEQUENCES_KEYS", "dict", "keys by sequence"
    ),
    PrivateName(
        Part.TERMINAL, "textual._keyboard_protocol", "FUNCTIONAL_KEYS", "dict", "kitty's numbers"
    ),
    PrivateName(Part.TERMINAL, "textual._xterm_parser", "XTermParser", "", "messages of pieces"),
    PrivateName(Part.TERMINAL, _PARSER, "_timeout_time", "NoneType", "whether it waits for more"),
    PrivateName(
        Part.TERMINAL, _PARSER, "_sequence_to_key_events", ("sequence",), "long input at once"
    ),
    PrivateName(Part.APP, _APP, "_driver", "NoneType", "sequences of our own, the mouse let go"),
    PrivateName(Part.APP, "textual.driver:Driver", "_mouse", "bool", "whether the mouse is used"),
    PrivateName(Part.APP, _APP, "_clipboard", "str", "what is pasted again inside"),
    PrivateName(Part.APP, _APP, "_return_code", "NoneType", "a crash is never a success"),
    PrivateName(Part.APP, _APP, "_exit_renderables", "list", "our crash report"),
    PrivateName(Part.APP, _APP, "_fatal_error", (), "overridden: our crash report"),
    PrivateName(Part.APP, _APP, "_close_messages_no_wait", (), "ends after the report"),
    PrivateName(
        Part.APP, _APP, "_handle_exception", ("error",), "overridden: what is no mistake; called"
    ),
    PrivateName(
        Part.APP,
        _APP,
        "_dispatch_action",
        ("namespace", "action_name", "params"),
        "overridden: not where nothing stands",
    ),
    PrivateName(Part.APP, _APP, "_notifications", "Notifications", "what is said already"),
    PrivateName(Part.APP, _APP, "_unnotify", ("notification",), "a sentence is said once"),
    PrivateName(
        Part.APP, _PUMP, "_dispatch_message", ("message",), "overridden: forgives a lost widget"
    ),
    PrivateName(Part.APP, _PUMP, "_closing", "bool", "whether it still stands"),
    PrivateName(Part.APP, _PUMP, "_closed", "bool", "whether it still stands"),
    PrivateName(Part.APP, "textual.dom:DOMNode", "_pruning", "bool", "whether it still stands"),
    PrivateName(
        Part.APP, "textual._context", "active_message_pump", "ContextVar", "who raised a mistake"
    ),
    PrivateName(Part.APP, "textual.widget:Widget", "_styles_cache", "StylesCache", "let go of"),
    PrivateName(
        Part.APP, "textual.widgets:Input", "_value", "Text", "overridden: control characters seen"
    ),
    PrivateName(Part.APP, _PALETTE, "_gather_commands", ("search_value",), "overridden: if active"),
    PrivateName(
        Part.APP, _PALETTE, "_action_command_list", ("action",), "overridden: once laid out"
    ),
)


def installed() -> str:
    """The installed release of Textual; empty where that is not known.

    By the directory beside the package, as ``importlib.metadata`` finds it; importing that would
    take longer than all else here.
    """
    import textual

    beside = Path(textual.__file__).parents[1].glob("textual-*.dist-info")
    found = [each.stem.partition("-")[2] for each in beside]
    if len(found) == 1:
        return found[0]
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("textual")
    except PackageNotFoundError:  # frozen into one file, or copied
        return ""


def is_tested(release: str) -> bool:
    """Whether a release is one of those that all tests were run with; no pre-release is."""
    parts = release.split(".")
    if len(parts) != len(OLDEST) or not all(part.isdecimal() for part in parts):
        return False
    return OLDEST <= tuple(map(int, parts)) <= NEWEST


@cache
def missing(part: Part) -> tuple[str, ...]:
    """The names of a part that the installed release does not have, or has in another shape."""
    return tuple(
        f"{each.owner}.{each.name}" for each in NAMES if each.part is part and not each.stands()
    )


def draws_itself() -> bool:
    """Whether frames are ours. Textual's own compositor and screen are slower, and whole."""
    return is_tested(installed()) and not missing(Part.DRAWING)


def drawing() -> dict[str, object]:
    """For a report: which release draws, whether frames are ours, and what it lacks."""
    parts = [part for part in Part if sys.platform != "win32" or part is not Part.TERMINAL]
    return {
        "textual": installed(),
        "tested": " to ".join(".".join(map(str, release)) for release in (OLDEST, NEWEST)),
        "own": draws_itself(),
        "missing": [name for part in parts for name in missing(part)],
    }


def drives_itself() -> bool:
    """Whether the driver of a Unix terminal is ours.

    By its names alone: without it a dropped line, a signal or a byte that is not UTF-8 ends the
    program badly, and a release beyond the tested range is more likely to have kept them.
    """
    return not missing(Part.TERMINAL)
