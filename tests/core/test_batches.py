"""One thing that breaks does not keep the others from being done."""

import logging

import pytest
from django.db import OperationalError

from marketplace.core.batches import one_by_one


def test_the_others_are_done_and_what_broke_is_named_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    def act(pk: int) -> bool:
        if pk == 2:
            raise ValueError("this one is broken")
        done.append(pk)
        return pk != 4

    with caplog.at_level(logging.ERROR):
        assert one_by_one("end of limit", [1, 2, 3, 4], act) == 2
    assert done == [1, 3, 4]
    assert caplog.messages == ["end of limit 2 was not done"]
    assert "this one is broken" in caplog.text


def test_a_database_that_is_away_ends_the_run() -> None:
    asked: list[int] = []

    def act(pk: int) -> None:
        asked.append(pk)
        raise OperationalError("connection refused")

    with pytest.raises(OperationalError):
        one_by_one("end of limit", [1, 2], act)
    assert asked == [1]
