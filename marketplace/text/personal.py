"""Words of our own texts, without whose they are; counted anew each night."""

from marketplace.core.personal import declare

declare(
    "text.Lexeme",
    none="word documents",
)
declare(
    "text.Word",
    none="word documents",
)
declare(
    "text.Corpus",
    none="id documents written counted_at",
)
