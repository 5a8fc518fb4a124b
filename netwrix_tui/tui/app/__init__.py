"""The application: launch, themes, command palette, crash report."""
