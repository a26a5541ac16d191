"""What of uploaded files is about people, and what becomes of it."""

from marketplace.core.personal import declare
from marketplace.media import services

declare(
    "media.MediaAsset",
    owner="uploader",
    none="id public_id kind state mime bytes width height focal_x focal_y created_at claimed_at",
    personal="uploader file original_name sha256",
    exported_as="uploads",
    files="file",
    erase=services.forget,
)
declare(
    "media.Rendition",
    owner="asset__uploader",
    none="id name format width height bytes",
    personal="asset file",
)
declare(
    "media.UploadCount",
    owner="uploader",
    personal="uploader minute number",
)
declare(
    "media.SiteImage",
    none=(
        "id collection title description width height created_at focal_point_x focal_point_y "
        "focal_point_width focal_point_height file_size file_hash file alt_text tags"
    ),
    legal="uploaded_by_user",
    why="Editors' pictures are the site's; the account behind them is a nameless number by then.",
)
declare(
    "media.SiteRendition",
    none="id filter_spec file width height focal_point_key image",
)
