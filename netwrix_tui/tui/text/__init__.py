"""Text tools and widgets that all rooms share: lines, wrapping, truncation, inputs."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["FooterLine", "Line", "LinesView", "SemanticStyle", "Span", "VisibleInput", "fit_end"]

__getattr__ = doors(
    __name__,
    footer="FooterLine", lines="Line Span", lines_view="LinesView", semantic_style="SemanticStyle",
    truncation="fit_end", visible_input="VisibleInput",
)  # fmt: skip
