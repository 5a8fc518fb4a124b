"""Records as documents of other tools' schemas."""
