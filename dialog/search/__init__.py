"""Finding texts by words, in Swedish: cases, contributions, the handbook; the same answers on every database.

The words of all texts that are looked through together (those of one case's contributions, those of all cases) are kept
once each, with stem and lemma, and which texts hold them (``dialog.models.words``). What somebody looks for is compared
with these words, some thousand, and never with the texts: by what inflection leaves of it, as the beginning of a word or
a part of a compound (``sought``). Only when no word fits is the nearest spelling taken, and told (``near``).

``index`` writes, ``find`` reads, ``cases`` is the list of cases. What came in thousands at once is left to the job in
``dialog.acts.words_kept``.
"""
