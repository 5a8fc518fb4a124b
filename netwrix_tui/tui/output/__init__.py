"""Records that leave the program: clipboard and files."""
