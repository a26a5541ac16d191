"""Django looks for the connection under this name: DATABASES["default"]["ENGINE"] is the folder."""

import select
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper

# Asked of create_cursor in place of a name: server-side cursors have those, and nobody calls one so.
PLANNED = "\x00planned"


class DatabaseOperations(operations.DatabaseOperations):
    """Django's own, which knows what was said where the client bound the values."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        """The statement with its values, for whoever listens."""
        is_planned = isinstance(cursor, base.ServerBindingCursor)
        said: str = self.compose_sql(sql, params) if is_planned else super().last_executed_query(cursor, sql, params)
        return said


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with statements that PostgreSQL plans once, and a health check that asks nothing."""

    ops_class = DatabaseOperations

    def planned_cursor(self) -> CursorWrapper:
        """A cursor whose values the server binds: a statement met often is planned once for each connection.

        Only where OPTIONS has a prepare_threshold; everything else on the connection is bound by the client, as
        Django and Wagtail expect (a parameter that stands twice in a statement is two parameters to the server).
        """
        cursor: CursorWrapper = self._cursor(name=PLANNED)  # type: ignore[attr-defined]
        return cursor

    def create_cursor(self, name: str | None = None) -> Any:
        if name == PLANNED:
            return base.ServerBindingCursor(self.connection)  # type: ignore[call-arg]
        return super().create_cursor(name)

    def is_usable(self) -> bool:
        """Whether the server has not hung up.

        Django asks SELECT 1 at the start of every request. Nobody speaks on an idle connection, so one that can be
        read from has been closed, or was told something that a new one will know, too.
        """
        if self.connection is None or self.connection.closed:
            return False
        idle = select.poll()
        idle.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not idle.poll(0)
