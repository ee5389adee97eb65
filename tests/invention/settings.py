"""The tests' settings with a fourth phase among the apps."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as OTHERS
from tests.settings import OWN_APPS as OWN

OWN_APPS = [*OWN, "tests.invention"]
INSTALLED_APPS = [*OWN_APPS, *OTHERS[len(OWN) :]]
