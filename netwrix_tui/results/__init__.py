"""Loaded records: stored, loaded, followed, viewed and exported. Knows nothing of the screen.

It has rooms of its own; each knows those below it: ``export``, ``following``, ``loading``,
``view``, ``columnstore``.
"""
