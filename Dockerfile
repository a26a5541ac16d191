# syntax=docker/dockerfile:1
# One image for web, sockets, worker, mail and beat: `python -m config.processes <name>` says which.
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
COPY requirements.txt /tmp/requirements.txt
# Every package by its hash, and only as wheels: there is no compiler here and none is needed.
RUN python -m venv /venv && /venv/bin/pip install --require-hashes --only-binary=:all: -r /tmp/requirements.txt
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app:/app/site
# Static files with hashed names, compressed, with their manifest: each image knows its own, whichever is put back.
RUN python -m compileall -q -j 0 site marketplace blog search \
    && LINTEL_ENV=build STATIC_ROOT=/app/static python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf .local

FROM ${PYTHON}
ARG VERSION=unknown
LABEL org.opencontainers.image.title="Lintel" org.opencontainers.image.licenses="BSD-3-Clause" \
    org.opencontainers.image.version="${VERSION}"
RUN groupadd --system --gid 10001 lintel \
    && useradd --system --uid 10001 --gid lintel --home-dir /nonexistent --shell /usr/sbin/nologin lintel \
    && install -d -o lintel -g lintel -m 0755 /lintel/media /lintel/static \
    && install -d -o lintel -g lintel -m 0700 /lintel/backups
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app:/app/site \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LINTEL_VERSION=${VERSION} \
    STATIC_ROOT=/app/static \
    MEDIA_ROOT=/lintel/media
WORKDIR /app
USER 10001:10001
EXPOSE 8000 8001
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "config.health", "web"]
CMD ["python", "-m", "config.processes", "web"]
