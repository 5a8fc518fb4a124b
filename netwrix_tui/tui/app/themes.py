"""The two looks of the explorer. One accent colour; the others mean something."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="netwrix-dark",
    primary="#5fb3d9",
    secondary="#8fa8b8",
    accent="#e8b04b",
    foreground="#dadada",
    background="#14181c",
    surface="#14181c",
    panel="#20272d",
    success="#7fbf7f",
    warning="#d9a05f",
    error="#e07070",
    dark=True,
    variables={
        "footer-background": "#20272d",
        "footer-key-foreground": "#e8b04b",
        "footer-description-foreground": "#8fa8b8",
        "block-cursor-text-style": "bold",
        "input-selection-background": "#5fb3d9 35%",
        "border": "#3a4650",
        "text-muted": "#a8a8a8",
    },
)

LIGHT = Theme(
    name="netwrix-light",
    primary="#0b6a94",
    secondary="#4d5f6b",
    accent="#9a5b00",
    foreground="#1c1c1c",
    background="#fafbfc",
    surface="#fafbfc",
    panel="#e6ebef",
    success="#1f7a33",
    warning="#8a5200",
    error="#b3261e",
    dark=False,
    variables={
        "footer-background": "#e6ebef",
        "footer-key-foreground": "#9a5b00",
        "footer-description-foreground": "#4d5f6b",
        "block-cursor-text-style": "bold",
        "input-selection-background": "#0b6a94 25%",
        "border": "#b4c0c9",
        "text-muted": "#585858",
    },
)
