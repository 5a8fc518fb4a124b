"""Start of the interpreter under Wine: pyspnego's own NTLM stands in for SSPI, which Wine lacks."""

import importlib.abc
import importlib.machinery
import sys


class _WithoutSspi(importlib.abc.MetaPathFinder):
    """Loads pyspnego's module of SSPI as if Windows had no protocol to offer."""

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


sys.meta_path.insert(0, _WithoutSspi())
