"""Swedish: «6 november 2026 14.12»."""

from dialog.formats.shared import *  # noqa: F403

TIME_FORMAT = "G.i"
DATETIME_FORMAT = "j F Y G.i"
