"""The pages of Följa upp besides its steps."""

from followup.views.desk import contributions
from followup.views.incoming import add_contributions

__all__ = ["add_contributions", "contributions"]
