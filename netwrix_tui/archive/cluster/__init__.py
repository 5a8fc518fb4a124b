"""Archive of records on a cluster: ClickHouse, over its HTTP(S) interface."""
