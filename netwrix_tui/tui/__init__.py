"""All of Textual, and only here."""
