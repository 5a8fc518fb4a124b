"""The evidence package: a case in open formats with a report and hashes, and its verification."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["PackageRequest", "Verified", "make_package"]

__getattr__ = doors(
    __name__,
    make="make_package", request="PackageRequest", verify="Verified",
)  # fmt: skip
