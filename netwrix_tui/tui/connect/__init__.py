"""Getting to a server: the connect screen, its connection test, the certificate question."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["ConnectController", "ConnectScreen"]

__getattr__ = doors(__name__, connect_screen="ConnectScreen", controller="ConnectController")
