"""What a reverse proxy in front of Dialog tells about a visitor."""

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address that our own proxy saw, the last of X-Forwarded-For; those before it are the visitor's word."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
    return forwarded or request.META["REMOTE_ADDR"]
