"""Loaded before Django's settings: tests run in the test environment, whoever starts them."""

import os

os.environ.setdefault("LINTEL_ENV", "test")
