"""One record: fields, changes, JSON and XML, find, compare."""
