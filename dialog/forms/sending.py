"""What is sent is known by the key of the page that it was sent from and by what it says.

The same words from the same page are one sending, however often they come; other words are another one.
"""

import hashlib
import json
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.crypto import salted_hmac

KEY = "sending"  # the field of a page's key
SENDING = re.compile(r"[0-9a-f]{8,32}\Z")
MOST_DIGITS = 32


def new_sending() -> str:
    """Return a key for a page on which something is written that may be sent twice."""
    return secrets.token_hex(MOST_DIGITS // 2)


def keys_of(sending: str, said: Iterable[Sequence[object]]) -> list[str]:
    """Return a key for each thing that was said in a sending: the same for the same words, also when they come again.

    Who says the same twice in one sending has said it twice. Without a key of its own every sending is a new one.
    """
    sending, before, keys = sending if SENDING.match(sending) else new_sending(), Counter[str](), []
    for sequence in said:
        words = json.dumps([str(part) for part in sequence])
        before[words] += 1
        keys.append(hashlib.sha256(f"{sending}/{words}/{before[words]}".encode()).hexdigest()[:MOST_DIGITS])
    return keys


def mark_of(*said: object) -> str:
    """Return a mark by which the same words are known again, from which nobody can read or guess them."""
    return salted_hmac(__name__, json.dumps(said, default=str, sort_keys=True), algorithm="sha256").hexdigest()
