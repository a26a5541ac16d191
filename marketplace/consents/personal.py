"""What somebody accepted, and what becomes of it."""

from marketplace.core.personal import declare

declare(
    "consents.Consent",
    owner="user",
    none="id",
    legal="user kind version given_at withdrawn_at",
    replaced={},
    exported_as="consents",
    why="What was accepted and when has to be shown on demand; the account behind it is a nameless number by then.",
)
