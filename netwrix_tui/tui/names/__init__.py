"""The names of one person: learnt beside the loading, listed, searched, taken back."""
