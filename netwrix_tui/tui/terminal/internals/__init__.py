"""The only package that uses private names of Textual and rich; others use what it offers.

:mod:`private_names` lists all of them, each with what it is for. They were checked, and all tests
run, on Textual 8.2.8 and 8.2.7 with rich 15.0.0; pyproject.toml allows those releases of Textual,
and no others. Beyond them, or where a name is gone, frames are Textual's own, and ``netwrix-tui
doctor --json`` says so (``drawing.own``). An override whose name is gone is never called; what it
mended is then as it is in Textual: an input shows its value without symbols for control characters.

What differs between releases, as far as it is used here:

8.2.8
    The newest that there is. A key in kitty's protocol may carry several characters.
8.2.7
    Asks the terminal for all keys with their text (kitty's protocol), which 8.2.6 does not; the
    names are the same, and the tests pass. One key carries one character.
8.2.0 to 8.2.6, 8.1.1
    All names are there in the same shape. The driver asks for less of kitty's protocol, and its
    keys are read in another way (``_parse_extended_key`` is not there).
"""
