"""What Sjövik says of Dialog: how accessible it is, which personal data it has, whom to ask."""

import datetime as dt

from django.utils import timezone

from demonstration.organisation import SJOVIK, Organisation
from guide.models import Wording

WORDED_ON = dt.date(2026, 11, 1)


def load_pages(organisation: Organisation) -> None:
    """Word the pages, where nobody has."""
    for page in Wording.Page.values:
        if not Wording.objects.filter(page=page).exists():
            text = (SJOVIK / "pages" / f"{page}.md").read_text(encoding="utf-8").strip()
            at = timezone.make_aware(dt.datetime.combine(WORDED_ON, dt.time(10)))
            Wording.objects.create(page=page, text=text, by=organisation.people["olle.brink"], at=at)
