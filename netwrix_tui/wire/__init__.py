"""Bytes of the Integration API to records and back, in both formats. Pure: no input or output."""
