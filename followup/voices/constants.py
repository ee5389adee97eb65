"""The numbers of the suggestions, each with its reason. Figures that are called measured: benchmarks/themes.py."""

# What people are told
FEWEST_TO_GROUP = 30  # under thirty texts groups are mostly chance
FEWEST_FOR_HIT_RATE = 50  # answers; a share of fewer says more about chance than about the suggestions
TYPICAL = 3  # quotations that stand for a group
TOO_ALIKE = 0.85  # cosine: two quotations nearer than this say the same thing twice
WORDS_OF_GROUP = 7  # words that hold a group together: what a heading and its «also» have room for
LEAST_WITH_WORDS = 0.40  # of a group hold any of its words, or nobody could see why it is one: it is not shown
HOLDS_WELL, HOLDS_FAIRLY = 0.75, 0.55  # share of a group that does not sit loosely: three dots, two; else one

# Texts
FEWEST_WORDS = 3  # words that carry meaning; a text with fewer says too little by itself ("När kommer det?")
MOST_CHARACTERS = 500  # of a text that a model reads: its attention thins out, and time grows with length

# Features
DIMENSIONS = 100  # of each part after SVD; fewer lose small themes, more bring noise back (measured)
RAREST, COMMONEST = 2, 0.30  # texts that a stem stands in: once joins nothing, in a third it parts nothing
MOST_PARTS_OF_WORDS = 50_000  # the commonest parts of words, so that memory is bounded
WEIGHT_OF_MEANING = 2.0  # of vectors beside stems and parts of words; from 2 to 3 the difference is chance (measured)

# Neighbours and groups
FEW_TEXTS, NEIGHBOURS_OF_FEW, NEIGHBOURS_OF_MANY = 1000, 10, 15
BLOCK = 256  # rows of a matrix at a time: ten thousand texts squared would be 400 MB
LEAST_WEIGHT = 0.02  # of an edge whose ends share no neighbour: near, but loosely
FEWEST_GROUPS, MOST_GROUPS, TEXTS_BY_GROUP = 6, 20, 1.6  # √n / 1.6 groups: what somebody can look through
SMALLEST_SHARE = 0.01  # of the texts that a community must hold to count as a group while the resolution is sought
HALVINGS = 9  # of the span of resolutions, 0.05 to 8: nearer than that the number of groups no longer changes
LOWEST_RESOLUTION, HIGHEST_RESOLUTION = 0.05, 8.0
LEIDEN_RUNS, KMEANS_RUNS = (
    2,
    6,
)  # that vote, with vectors one Leiden on them alone too; together better than the best of them
NEARNESS_BESIDE_VOTES = 0.1  # of cosine beside the votes squared: parts pairs that got equally many
VOTERS_OF_NEW = 15  # nearest that say which group a new text belongs to
LOOSE = 0.5  # a member sits loosely where fewer of its nearest than this are in its own group

# Near-duplicates
ALIKE = 0.65  # (cosine of parts of words + cosine of meaning) / 2, from which two texts may be one voice (measured)
ALIKE_AT_ONE_PLACE = 0.60  # the same where both were said at one activity: tables are noted twice (measured)
ALIKE_BY_LETTERS = 0.60  # without a model: cosine of parts of words alone

# Likely themes
WEIGHT_OF_MEANING_FOR_THEMES = 1.4  # beside stems and parts of words; a little better than the groups' (measured)
REGULARISATION = (
    1.0  # of logistic regression, as scikit-learn has it; from 0.5 to 2 the difference is chance (measured)
)
FEWEST_CODED = 20  # codes before anything is suggested: under it a theme has one example or two
FEWEST_OF_THEME = 3  # examples of a theme before it can be suggested
FOLDS = 5  # of the coded, for thresholds
SHRINK = 20  # a theme with so many examples is believed half as much as all themes together
PRECISION_OVER_RECALL = 1.05  # a wrong suggestion costs a reader more than a missing one
SUGGESTED = 3  # themes at the most: A, B and C
SPEAKS = 0.7  # a word speaks for a theme that is twice as common in it as outside (the logarithm of 2)
SPEAKING = 4  # words shown for each

# Which to ask about
FIRST_CENTRES = 40  # texts that lie in the middle of things: a codebook is begun with them
RARE_FROM = 150  # codes from which rare themes go first: before, two or three examples of one mislead (measured)
ASKED_AT_A_TIME = 20
EVERY_RANDOM = 5  # every fifth at random, so that the hit rate that is shown is honest
UNLIKE = 0.6  # cosine under which two texts that are asked about at once are different enough
