"""Nothing of the catalogue is about people."""

from marketplace.core.personal import declare

declare(
    "catalog.Category",
    none=(
        "id slug name_en name_ru name_kk description_en description_ru description_kk synonyms_en synonyms_ru "
        "synonyms_kk sort_order is_active parent path icon"
    ),
)
declare(
    "catalog.Service",
    none=(
        "id slug name_en name_ru name_kk description_en description_ru description_kk synonyms_en synonyms_ru "
        "synonyms_kk sort_order is_active category minutes price_from price_to unit"
    ),
)
declare(
    "catalog.Style",
    none=(
        "id slug name_en name_ru name_kk description_en description_ru description_kk synonyms_en synonyms_ru "
        "synonyms_kk sort_order is_active"
    ),
)
declare(
    "catalog.RoomType",
    none=(
        "id slug name_en name_ru name_kk description_en description_ru description_kk synonyms_en synonyms_ru "
        "synonyms_kk sort_order is_active"
    ),
)
declare(
    "catalog.City",
    none=(
        "id slug name_en name_ru name_kk description_en description_ru description_kk synonyms_en synonyms_ru "
        "synonyms_kk sort_order is_active country region latitude longitude zone population"
    ),
)
declare(
    "catalog.CategoryAttribute",
    none=(
        "id category key label_en label_ru label_kk type unit minimum maximum options required filterable sort_order"
    ),
)
