"""Behind a proxy, a visitor's address is the one that the proxy saw."""

from dialog.web.proxy import client_address


def test_what_the_visitor_claims_to_come_from_is_not_believed(rf):
    request = rf.get("/", headers={"X-Forwarded-For": "10.0.0.1, 198.51.100.7"}, REMOTE_ADDR="127.0.0.1")
    assert client_address(request) == "198.51.100.7"


def test_without_the_proxys_word_it_is_the_address_of_the_connection(rf):
    assert client_address(rf.get("/", REMOTE_ADDR="192.0.2.4")) == "192.0.2.4"
