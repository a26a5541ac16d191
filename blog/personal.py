"""What of the journal is about people, and what becomes of it."""

from marketplace.core.personal import declare

declare(
    "blog.Author",
    none="id",
    legal="name slug bio picture",
    why="Published bylines; no account is behind them, and editors change them on request.",
)
declare(
    "blog.BlogIndexPage",
    none="page_ptr intro",
)
declare(
    "blog.ArticleTag",
    none="id tag content_object",
)
declare(
    "blog.ArticlePage",
    none="page_ptr intro date language hero body minutes tags",
    legal="author",
    why="Published bylines.",
)
