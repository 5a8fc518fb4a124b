"""The explorer, the only part that uses Textual; its packages follow what is on the screen."""
