"""`make bench`: what an answer costs on the server as it runs in production. docs/performance.md explains it."""
