"""What of pictures of people is about people: all of it. The file goes with the person's uploads."""

from marketplace.core.personal import declare

declare(
    "portraits.Portrait",
    owner="user",
    personal="user asset changed_at",
    exported_as="picture",
)
