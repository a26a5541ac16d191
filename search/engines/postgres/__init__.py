from search.engines.postgres.engine import PostgresEngine

__all__ = ["PostgresEngine"]
