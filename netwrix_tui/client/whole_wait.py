"""Bound of a wait as a whole: a server that drips its answer keeps to every bound of one read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx


@asynccontextmanager
async def whole_within(seconds: float) -> AsyncIterator[None]:
    """What is inside may take so long altogether. Raises httpx.ReadTimeout beyond that."""
    bound = asyncio.timeout(seconds)
    try:
        async with bound:
            yield
    except TimeoutError as error:
        if not bound.expired():
            raise
        raise httpx.ReadTimeout(f"not whole within {seconds:g} s") from error
