"""Pages by continuation marks: the worker thread, the pager, time slices, chained searches."""
