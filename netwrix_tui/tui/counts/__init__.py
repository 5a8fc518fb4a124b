"""Counts of the loaded records: facets and timeline."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["CountsController", "Facets", "Timeline"]

__getattr__ = doors(__name__, controller="CountsController", facets="Facets", timeline="Timeline")
