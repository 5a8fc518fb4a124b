"""Views of a store: sorted, filtered and counted in steps; nothing in the store is moved."""
