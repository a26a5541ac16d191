"""The REST API: JSON only, problem details, keyset pages, OpenAPI 3.1."""

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["marketplace.core.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["marketplace.core.api.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["marketplace.accounts.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_METADATA_CLASS": "marketplace.core.api.metadata.NameOnly",
    "DEFAULT_SCHEMA_CLASS": "marketplace.core.api.schema.Schema",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "marketplace.core.api.problems.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "marketplace.core.api.renderers.JSONOnly",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Lintel API",
    "DESCRIPTION": "Projects, specialists, favourites and the journal of a Lintel marketplace.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "PREPROCESSING_HOOKS": ["marketplace.core.api.schema.only_ours"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "marketplace.core.api.schema.document_problems",
        "marketplace.core.api.schema.part_null",
    ],
    "ENUM_NAME_OVERRIDES": {
        "SpecialistKind": "marketplace.specialists.models.SpecialistProfile.Kind",
        "ListingKind": [("project", "project"), ("specialist", "specialist")],
        "ReportKind": [("article", "article"), ("project", "project"), ("specialist", "specialist")],
        "ConsentKind": "marketplace.consents.states.Kind",
        "VerificationKind": "marketplace.verification.states.Proof",
        "ReportReason": "marketplace.reports.states.Reason",
    },
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "SERVERS": [],
}
