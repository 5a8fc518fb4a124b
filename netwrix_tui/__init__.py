"""An interactive terminal explorer for the audit records of Netwrix Auditor."""

__version__ = "0.1.0"
