#!/bin/sh
# Runs once, as superuser, in a fresh database: the extensions, and the role that migrates and runs. It is no superuser.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname template1 <<'SQL'
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;
SQL
psql --set ON_ERROR_STOP=1 --set password="$DATABASE_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE lintel LOGIN PASSWORD :'password';
CREATE DATABASE lintel OWNER lintel TEMPLATE template1;
SQL
