"""The languages a specialist may say they speak, in their own words: those of the site, then the others by name."""

SPOKEN = {
    "en": "English",
    "ru": "Русский",
    "kk": "Қазақша",
    "az": "Azərbaycanca",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "uz": "O'zbekcha",
    "pl": "Polski",
    "tr": "Türkçe",
    "ky": "Кыргызча",
    "tg": "Тоҷикӣ",
    "uk": "Українська",
    "ar": "العربية",
    "fa": "فارسی",
    "zh": "中文",
    "ja": "日本語",
    "ko": "한국어",
}
