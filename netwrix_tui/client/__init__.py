"""The Integration API over HTTP: asynchronous, without Textual.

:mod:`~netwrix_tui.client.connection` is light and may be imported anywhere; everything else here
loads httpx, httpx-ntlm and pyspnego, and belongs behind the first frame.
"""
