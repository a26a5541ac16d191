"""A private PostgreSQL and Valkey for demo and tests, and the processes of `make demo`. Never used in production."""
