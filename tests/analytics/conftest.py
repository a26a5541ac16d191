"""Empty counters for each test: they have a database of their own, under the session's own prefix."""

import pytest
from django.conf import settings

from marketplace.analytics import counting


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    client = counting.valkey()
    for key in client.scan_iter(match=f"{settings.CACHES['default']['KEY_PREFIX']}:count:*", count=1000):
        client.delete(key)
    counting._Patience.away_until = 0.0
