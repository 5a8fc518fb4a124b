"""From an audit record to a document of another tool's schema. Pure: no file, no network, no clock.

What the schemas say stands in tables (``*_tables.py``), out of which README's tables are made, too.
"""
