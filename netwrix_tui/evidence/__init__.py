"""The evidence package: a case as open formats with a report and hashes, and what checks it."""
