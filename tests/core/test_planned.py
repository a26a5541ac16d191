"""Statements that PostgreSQL plans once, and a connection that knows whether it was cut."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.core.prepared import Prepared, PreparedModels, Slot, planned
from marketplace.projects.models import Project
from tests.cast import profile_of, project_of


def plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_statement_met_often_is_planned_once() -> None:
    before = plans()
    for number in range(6):
        with planned() as cursor:
            cursor.execute("SELECT %s::integer + 1", [number])
            assert cursor.fetchone() == (number + 1,)
    assert plans() == before + 1


@pytest.mark.django_db
def test_everything_else_is_planned_anew() -> None:
    before = plans()
    for _ in range(6):
        assert User.objects.filter(email="nobody@example.com").exists() is False
    assert plans() == before


@pytest.mark.django_db
def test_a_planned_statement_is_told_with_its_values() -> None:
    with CaptureQueriesContext(connection) as told, planned() as cursor:
        cursor.execute("SELECT %s::text", ["oak"])
    assert [query["sql"] for query in told.captured_queries] == ["SELECT 'oak'::text"]


@pytest.mark.django_db
def test_prepared_models_are_those_of_the_queryset(sam: User) -> None:
    project = project_of(profile_of(sam))
    read: PreparedModels[Any] = PreparedModels(
        lambda: Project.objects.select_related("city", "specialist__user").filter(pk=Slot("pk", Project._meta.pk))
    )
    with CaptureQueriesContext(connection) as told:
        [found] = read(pk=project.pk)
        assert (found, found.title, found.city, found.specialist.user) == (project, project.title, project.city, sam)
    assert len(told) == 2, "the city of the project we made is read for the comparison, nothing else"
    assert read(pk=0) == []


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_cut_is_not_usable() -> None:
    connection.ensure_connection()
    assert connection.is_usable()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        assert not connection.is_usable()
    finally:
        other.close()
        connection.close()
    assert Prepared(lambda: User.objects.values_list("pk"))() == []
