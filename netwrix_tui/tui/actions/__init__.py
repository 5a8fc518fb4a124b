"""The registry of actions: key bindings, footer, help and palette are made from it."""
