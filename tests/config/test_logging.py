"""Every line about a request carries its id, also those that Django writes when all middleware is left."""

import logging

import pytest
from django.test import Client

from config.middleware import RequestIdFilter


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/no-such-page/", "/api/v1/no-such-thing/"])
def test_the_line_about_a_refused_request_has_its_id(
    client: Client, address: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    monkeypatch.setattr(caplog.handler, "filters", [RequestIdFilter()])
    with caplog.at_level(logging.WARNING, logger="django"):
        answer = client.get(address, headers={"X-Request-ID": "a-known-request"})
    assert (answer.status_code, answer["X-Request-ID"]) == (404, "a-known-request")
    lines = [record for record in caplog.records if record.name == "django.request"]
    assert {getattr(record, "request_id", "") for record in lines} == {"a-known-request"}
