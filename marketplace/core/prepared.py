"""Hot reads whose SQL is built once. Building and compiling a queryset anew for each page of 24 cards costs Django more
than the rows cost PostgreSQL."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connections, models
from django.db.models import Expression, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Slot(Expression):
    """A place in a prepared read for a value that comes with each call."""

    def __init__(self, name: str, output_field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, Any]:
        return "%s", [self]


class AnyOf(models.lookups.Lookup[Any]):
    """`column = ANY(array)`: one shape of SQL for any number of ids, where IN has one for each number."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_params, *right_params]


models.Field.register_lookup(AnyOf)


class Prepared:
    """A `values_list` queryset with slots: `read = Prepared(lambda: ...)`, then `read(ids=[1, 2])` gives its tuples.

    Nothing in the queryset may depend on the moment it is built (now, language, user): that is what slots are for.
    Raises KeyError for a slot without a value.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self.build = build

    @cached_property
    def compiled(self) -> tuple[str, SQLCompiler, str, tuple[Any, ...]]:
        """The database's alias, the compiler, the SQL and its parameters, built at the first call."""
        queryset = self.build()
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        return queryset.db, compiler, sql, tuple(params)

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        alias, compiler, sql, params = self.compiled
        bound = [values[p.name] if isinstance(p, Slot) else p for p in params]
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, bound)
            return [tuple(row) for row in compiler.results_iter([cursor.fetchall()], tuple_expected=True)]
