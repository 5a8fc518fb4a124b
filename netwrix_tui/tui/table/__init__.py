"""The results table: columns, cells, cursor, sort and filter, follow."""
