"""What an activity record and a search for them are. Pure: no input or output, no Textual."""
