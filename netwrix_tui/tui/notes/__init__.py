"""Marked records and notes on records."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["MarksController", "NotesController"]

__getattr__ = doors(__name__, controller="NotesController", marks_controller="MarksController")
