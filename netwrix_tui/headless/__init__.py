"""The same without a screen: searches whose records go to standard output."""
