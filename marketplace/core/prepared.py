"""Hot reads whose SQL is built once. Building and compiling a queryset anew for each page of 24 cards costs Django more
than the rows cost PostgreSQL."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.utils import CursorWrapper
from django.db.models import Expression, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)


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


def planned(alias: str = DEFAULT_DB_ALIAS) -> CursorWrapper:
    """A cursor for statements that are the same each time but for their values: PostgreSQL plans them once.

    Not for statements whose best plan hangs on the values: a word that is rare, a filter that leaves a few.
    """
    connection: Any = connections[alias]
    cursor: CursorWrapper = connection.planned_cursor()
    return cursor


@dataclass(frozen=True, slots=True)
class Statement:
    """A queryset that became SQL: its parameters, and what makes Python values of the columns that come back."""

    alias: str
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]

    @classmethod
    def of(cls, queryset: QuerySet[Any, Any]) -> "Statement":
        """The statement of a queryset with slots."""
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        columns = [column for column, *_ in (compiler.select or [])[: compiler.col_count]]
        return cls(queryset.db, compiler, sql, tuple(params), compiler.get_converters(columns))

    def rows(self, values: Mapping[str, Any]) -> Iterable[Sequence[Any]]:
        """The rows for these values of the slots. Raises KeyError for a slot without one."""
        bound = [values[p.name] if isinstance(p, Slot) else p for p in self.params]
        with planned(self.alias) as cursor:
            cursor.execute(self.sql, bound)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return self.compiler.apply_converters(found, self.converters) if self.converters else found


class Prepared:
    """A `values_list` queryset with slots: `read = Prepared(lambda: ...)`, then `read(ids=[1, 2])` gives its tuples.

    Nothing in the queryset may depend on the moment it is built (now, language, user): that is what slots are for.
    Raises KeyError for a slot without a value.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self.build = build

    @cached_property
    def statement(self) -> Statement:
        """The SQL, built at the first call."""
        return Statement.of(self.build())

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.statement.rows(values)]


class PreparedModels(Generic[Row]):
    """The same for a queryset of models with what it selects along and annotates; it prefetches nothing."""

    def __init__(self, build: "Callable[[], QuerySet[Row]]") -> None:
        self.build = build

    @cached_property
    def statement(self) -> Statement:
        """The SQL, built at the first call."""
        return Statement.of(self.build())

    @cached_property
    def shape(self) -> tuple[type[Row], slice, list[str], list[Any]]:
        """The model, where its columns are in a row, their names, and who fills what is selected along."""
        compiler: Any = self.statement.compiler
        told = compiler.klass_info
        own = slice(told["select_fields"][0], told["select_fields"][-1] + 1)
        names = [column.target.attname for column, *_ in compiler.select[own]]
        populators = get_related_populators(told, compiler.select, self.statement.alias)  # type: ignore[call-arg]
        return told["model"], own, names, populators

    def __call__(self, **values: Any) -> list[Row]:
        return [self._model(row) for row in self.statement.rows(values)]

    def _model(self, row: Sequence[Any]) -> Row:
        model, own, names, populators = self.shape
        one = model.from_db(self.statement.alias, names, row[own])
        for populator in populators:
            populator.populate(row, one)
        for name, place in (self.statement.compiler.annotation_col_map or {}).items():
            setattr(one, name, row[place])
        return one
