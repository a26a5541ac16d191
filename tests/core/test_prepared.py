"""A prepared read answers what the queryset answers, whatever is asked."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.core.prepared import Prepared, Slot

pytestmark = pytest.mark.django_db


def by_ids() -> Any:
    ids: models.Field[Any, Any] = models.Field()
    return User.objects.filter(pk__any_of=Slot("ids", ids)).order_by("pk").values_list("pk", "email")


def test_it_answers_what_the_queryset_answers(clara: User, sam: User, eve: User) -> None:
    read = Prepared(by_ids)
    for wanted in ([clara.pk, eve.pk], [sam.pk], [], [-1]):
        assert read(ids=wanted) == list(User.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "email"))


def test_its_sql_is_built_once(clara: User) -> None:
    built: list[int] = []

    def build() -> Any:
        built.append(1)
        return by_ids()

    read = Prepared(build)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read(ids=[clara.pk])
        read(ids=[])
    assert len(built) == 1
    assert len(queries) == 2


def test_values_that_come_with_a_call_are_never_part_of_the_sql(clara: User) -> None:
    read = Prepared(
        lambda: (
            User.objects.filter(email=Slot("email", models.CharField()))
            .annotate(hello=Concat(Value("100% "), "display_name"))
            .values_list("hello")
        )
    )
    assert read(email="clara@example.com") == [("100% Clara",)]
    assert read(email="' OR 1=1 --") == []


def test_a_slot_without_a_value_is_an_error(clara: User) -> None:
    with pytest.raises(KeyError):
        Prepared(by_ids)()
