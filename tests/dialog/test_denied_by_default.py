"""Every view states who may reach it; one that states nothing is refused."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from dialog.web.permissions import DeniedByDefault, anyone


def patterns(resolver: URLResolver, app: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every pattern there is, with the app whose namespace it stands in."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, one.app_name or app)
        else:
            yield app, one


def test_every_view_states_who_may_reach_it():
    stated = {}
    for app, pattern in patterns(get_resolver()):
        if app != "admin":
            stated[pattern.name] = getattr(pattern.callback, "permission", None)
    assert len(stated) > 40
    assert [name for name, permission in stated.items() if permission is None] == []


def test_a_view_that_states_nothing_is_refused(rf: RequestFactory):
    def silent(request):
        raise AssertionError

    request = rf.get("/")
    request.resolver_match = resolve("/")
    middleware = DeniedByDefault(lambda request: None)
    with pytest.raises(PermissionDenied):
        middleware.process_view(request, silent, (), {})
    assert middleware.process_view(request, anyone(silent), (), {}) is None


def test_what_everybody_needs_can_be_reached(db):
    client = Client()
    for name in ("login", "health", "password_forgotten", "password_sent"):
        assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse("set_language"), {"language": "en"}).status_code == 302
    assert client.get(reverse("accent", args=["#14506b"])).status_code == 200
