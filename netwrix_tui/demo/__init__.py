"""A small Audit Database and its Integration API on loopback, to explore and to test against."""
