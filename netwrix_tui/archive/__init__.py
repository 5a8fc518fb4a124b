"""Archive of records on this machine: Parquet files, written and read by DuckDB."""
