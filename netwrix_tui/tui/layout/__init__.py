"""How values become lines of cells: columns, truncation, wrapping, highlighting. Draws nothing."""
