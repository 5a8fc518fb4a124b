"""The search: builder, query line, filter editor, saved searches, preview of the request body."""
