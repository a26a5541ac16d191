"""The languages a specialist may say they speak, by their two-letter codes, in their own words."""

SPOKEN = {
    "en": "English",
    "ru": "Русский",
    "kk": "Қазақша",
    "ky": "Кыргызча",
    "uz": "O'zbekcha",
    "tg": "Тоҷикӣ",
    "tr": "Türkçe",
    "az": "Azərbaycanca",
    "uk": "Українська",
    "pl": "Polski",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "ar": "العربية",
    "fa": "فارسی",
    "zh": "中文",
    "ko": "한국어",
    "ja": "日本語",
}
