"""Start of the interpreter under Wine: what stands in for what Wine lacks, SSPI above all."""

import importlib.abc
import importlib.machinery
import os
import sys


class _WithoutSspi(importlib.abc.MetaPathFinder):
    """Loads pyspnego's module of SSPI as if Windows had no protocol to offer: its own NTLM does."""

    def find_spec(self, name, path, target=None):
        if name != "spnego._sspi":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            module.SSPIProxy.available_protocols = classmethod(lambda cls, options=None: [])

        spec.loader.exec_module = exec_module
        return spec


if "NETWRIX_TUI_SSPI" not in os.environ:  # what is said where SSPI fails
    sys.meta_path.insert(0, _WithoutSspi())

if sys.platform == "win32":
    import _overlapped

    _MOST_MS = 100
    _wait = _overlapped.GetQueuedCompletionStatus

    def _wait_no_longer(port, ms):
        """Wine 8 loses a wake-up of asyncio's loop now and then: it looks again by itself."""
        return _wait(port, min(ms, _MOST_MS))

    _overlapped.GetQueuedCompletionStatus = _wait_no_longer
