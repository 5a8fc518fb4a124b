"""Loaded records: stored, loaded, followed, viewed and exported. Knows nothing of the screen.

Its packages may import only those named after them: ``export``, ``following``, ``history``,
``loading``, ``summaries``, ``pairs``, ``view``, ``columnstore``.
"""
