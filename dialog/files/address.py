"""What an address of a page looks like: where a text is published, where minutes lie."""

import re

ADDRESS = re.compile(r"https?://[^\s<>\"]{3,290}\Z")
