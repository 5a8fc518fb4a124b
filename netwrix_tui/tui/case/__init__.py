"""The case on the screen: what is kept, gone on with, named, opened."""
