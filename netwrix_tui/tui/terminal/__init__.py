"""What is said to the terminal beside the picture: its clipboard, its mouse."""
