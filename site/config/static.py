"""Static files with hashed names, also inside modules: relative imports of JavaScript need no import map."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(ManifestStaticFilesStorage):
    """For a demo on one's own machine, where compressing would only make the first start longer."""

    support_js_module_import_aggregation = True
    manifest_strict = True


class CompressedStaticFiles(CompressedManifestStaticFilesStorage):
    """For the world: the same names, and each file also as gzip and brotli."""

    support_js_module_import_aggregation = True
    manifest_strict = True
