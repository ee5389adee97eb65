"""A service that does not answer: nobody waits for it, one asks again after a while, and what is no silence is no news."""

import pytest
from redis.exceptions import RedisError

from dialog.machine import breaker
from dialog.machine.breaker import Breaker


@pytest.fixture
def clock(monkeypatch):
    """The machine's clock, by hand."""
    now = [100.0]
    monkeypatch.setattr(breaker, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def service():
    """A service that answers or not, and how often it was asked."""

    class Service:
        asked, is_away = 0, True

        def __call__(self):
            self.asked += 1
            if self.is_away:
                raise RedisError("away")
            return "here"

    return Service()


def test_what_answers_is_asked_every_time(service):
    service.is_away = False
    one = Breaker("Redis")
    assert [one.call(service, "otherwise") for _time in range(3)] == ["here"] * 3
    assert service.asked == 3 and not one.is_open


def test_what_does_not_answer_is_asked_again_after_a_rest_only(clock, service):
    one = Breaker("Redis", rest=5)
    assert [one.call(service, "otherwise") for _time in range(3)] == ["otherwise"] * 3
    assert service.asked == 1 and one.is_open
    clock[0] += 4.9
    one.call(service, "otherwise")
    assert service.asked == 1
    clock[0] += 0.2
    one.call(service, "otherwise")
    one.call(service, "otherwise")
    assert service.asked == 2, "and then it rests once more"


def test_while_one_tries_again_the_others_go_on_without(clock, service):
    one = Breaker("Redis", rest=5)
    one.call(service, "otherwise")
    clock[0] += 6
    service.is_away = False

    def slow():
        assert one.call(service, "otherwise") == "otherwise"
        return service()

    assert one.call(slow, "otherwise") == "here"
    assert service.asked == 2 and not one.is_open
    assert one.call(service, "otherwise") == "here"


def test_a_fault_of_ones_own_is_no_silence():
    one = Breaker("Redis")
    with pytest.raises(ZeroDivisionError):
        one.call(lambda: 1 / 0, None)
    assert not one.is_open
