"""The evidence package: a case as open formats with a report and hashes, and what checks it."""

from __future__ import annotations

from netwrix_tui.doors import doors

__all__ = ["PackageRequest", "Verified", "make_package"]

__getattr__ = doors(
    __name__,
    make="make_package", request="PackageRequest", verify="Verified",
)  # fmt: skip
