"""History of a record: is it normal? Asked of the source, bounded, and answered in figures."""
