"""Static files with hashed names, also inside modules."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Relative imports of JavaScript modules get hashed names too, so no import map is needed."""

    support_js_module_import_aggregation = True
    manifest_strict = True
