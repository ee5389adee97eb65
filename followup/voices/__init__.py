"""Suggestions from what residents said, made on this machine: groups, likely themes, near-duplicates, what to ask next.

Nothing here knows a request, a page or a table: functions from texts and codes to suggestions. A suggestion always says
why, in the residents' own words, and is never applied by itself. The same texts in the same order give the same.

``suggester.Suggester`` is the whole of it for whoever asks; ``meaning`` is where a model that knows what sentences mean is
plugged in. All works without one. Heavy packages are imported where they are used, so that a start does not pay for them.
"""
