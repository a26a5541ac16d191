"""Our own 24 px line icons: the inside of each symbol, drawn with the stroke of the text."""

from typing import Final

ICONS: Final[dict[str, str]] = {
    "alert": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V13m0 3v.2"/>',
    "archive": '<rect x="3.5" y="4.5" width="17" height="4.5" rx="1"/><path d="M5 9v10.5h14V9M10 13h4"/>',
    "arrow-down": '<path d="M12 5v14m6-6-6 6-6-6"/>',
    "arrow-left": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "arrow-right": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "arrow-up": '<path d="M12 19V5m-6 6 6-6 6 6"/>',
    "bath": (
        '<path d="M3.5 12.5h17V14a5 5 0 0 1-5 5h-7a5 5 0 0 1-5-5ZM6 12.5V6a2 2 0 0 1 2-2c1.2 0 2 .8 2 2M7.5 '
        '19l-1 2m10-2 1 2"/>'
    ),
    "bed": (
        '<path d="M3.5 19V6m0 10h17v3M3.5 12.5h17V16M6.5 12.5V10a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v2.5m1 0V10a1 '
        '1 0 0 1 1-1h3.5a2 2 0 0 1 2 2v1.5"/>'
    ),
    "bell": '<path d="M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 1.5h-15Z"/><path d="M10 20.5c1.2.8 2.8.8 4 0"/>',
    "bolt": '<path d="M13 2.5 5 13.5h6l-1 8 8-11h-6Z"/>',
    "book": (
        '<path d="M12 6.5C10 5 7 4.5 3.5 5v13.5c3.5-.5 6.5 0 8.5 1.5 2-1.5 5-2 8.5-1.5V5c-3.5-.5-6.5 0-8.5 '
        '1.5Zm0 0V20"/>'
    ),
    "brief": '<rect x="3.5" y="7.5" width="17" height="12" rx="2.5"/><path d="M9 7.5V5h6v2.5M3.5 12.5h17"/>',
    "cabinet": (
        '<rect x="5" y="3.5" width="14" height="16" rx="1.5"/><path d="M5 11.5h14M10.5 7.5h3m-3 8h3M7 '
        '19.5V21m10-1.5V21"/>'
    ),
    "calendar": '<rect x="4" y="5.5" width="16" height="15" rx="2.5"/><path d="M4 10.5h16M8.5 3.5v4m7-4v4"/>',
    "chart": '<path d="M4 20h16M7 16.5V11m5 5.5V6m5 10.5v-8"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "chevron-down": '<path d="m6 9.5 6 6 6-6"/>',
    "chevron-left": '<path d="m14.5 6-6 6 6 6"/>',
    "chevron-right": '<path d="m9.5 6 6 6-6 6"/>',
    "chevron-up": '<path d="m6 14.5 6-6 6 6"/>',
    "clock": '<circle cx="12" cy="12" r="8.3"/><path d="M12 7.5V12l3 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "compass": '<circle cx="12" cy="12" r="8.5"/><path d="m15.5 8.5-2 5-5 2 2-5Z"/>',
    "document": '<path d="M6 3.5h8l4.5 4.5v12.5H6Z"/><path d="M14 3.5V8h4.5"/>',
    "door": (
        '<path d="M6 20.5V4a.8.8 0 0 1 .8-.8h10.4a.8.8 0 0 1 .8.8v16.5M3.5 20.5h17"/><circle cx="14.5" '
        'cy="12.5" r=".8"/>'
    ),
    "dots": '<circle cx="5.5" cy="12" r="1"/><circle cx="12" cy="12" r="1"/><circle cx="18.5" cy="12" r="1"/>',
    "download": '<path d="M12 4.5v11M7.5 11l4.5 4.5 4.5-4.5M4.5 15v4.5h15V15"/>',
    "drag": '<path d="M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1"/>',
    "edit": '<path d="m4 20 1-4.5L16 4.5l3.5 3.5L8.5 19Zm9.5-13 3.5 3.5"/>',
    "external": '<path d="M13.5 4.5h6v6M19.5 4.5 11 13M18 14.5v5H4.5V6h5"/>',
    "eye": (
        '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><circle cx="12" cy="12" r="3"/>'
    ),
    "filter": (
        '<path d="M4 7h9m5 0h2M4 17h3m5 0h8"/><circle cx="15.5" cy="7" r="2.3"/><circle cx="9.5" cy="17" r="2.3"/>'
    ),
    "flag": '<path d="M6 21V4h11l-2 4 2 4H6"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17-5-5-5-12 0-17Z"/>',
    "grid": (
        '<rect x="4" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="4" width="6.5" height="6.5" '
        'rx="1.5"/><rect x="4" y="13.5" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="13.5" '
        'width="6.5" height="6.5" rx="1.5"/>'
    ),
    "hammer": '<path d="M13.5 9.5 5 18a1.8 1.8 0 0 0 2.5 2.5L16 12M9.5 6.5C11.5 4 15 3.5 17 5l3.5 3.5-4 4-3-3Z"/>',
    "heart": (
        '<path d="M12 20C5.5 15.6 3.2 12.6 3.2 9.2A4.7 4.7 0 0 1 12 6.9a4.7 4.7 0 0 1 8.8 2.3c0 3.4-2.3 '
        '6.4-8.8 10.8Z"/>'
    ),
    "help": '<circle cx="12" cy="12" r="8.5"/><path d="M9.6 9.4a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.8M12 17v.1"/>',
    "home": '<path d="M4 11 12 4l8 7v8.5a1 1 0 0 1-1 1h-4.5V14h-5v6.5H5a1 1 0 0 1-1-1Z"/>',
    "lamp": '<path d="M8.5 4h7l3 8h-13ZM12 12v7.5M8 20.5h8"/>',
    "leaf": '<path d="M5 19C4 10 9 4.5 20 4.5 20.5 15 14.5 20 6.5 17.5M5 20.5C7 15 10 12 14 10"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 8.500-8.500M15.500 7.500l3 3"/>',
    "logout": '<path d="M10 4H5v16h5m4-12 4 4-4 4m-5-4h9"/>',
    "map": '<path d="m3.5 6.5 5.5-2 6 2.5 5.5-2v12.5L15 19.5 9 17l-5.5 2Z"/><path d="M9 4.5V17m6-10v12.5"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "message": '<path d="M4 5.5h16v11H10.5L6 20.5v-4H4Z"/>',
    "minus": '<path d="M5 12h14"/>',
    "moon": '<path d="M20 14.5A8.3 8.3 0 0 1 9.5 4 8.3 8.3 0 1 0 20 14.5Z"/>',
    "photo": (
        '<rect x="3" y="5" width="18" height="14.5" rx="2.5"/><circle cx="9" cy="10.5" r="1.8"/><path d="m4 '
        '18 5-4 3.5 2.5L16.5 12l4.5 4.5"/>'
    ),
    "pin": (
        '<path d="M12 21c4.5-4.6 6.8-8.2 6.8-11a6.8 6.8 0 1 0-13.6 0c0 2.8 2.3 6.4 6.8 11Z"/><circle cx="12" '
        'cy="10" r="2.5"/>'
    ),
    "plug": '<path d="M8.5 3v5m7-5v5M6 8h12v3.5a6 6 0 0 1-12 0ZM12 17.5V21"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "pot": (
        '<path d="M4 10h16v5a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5Zm0 2H2m20 0h-2M9 7c0-1.5 1-1.5 1-3m4 3c0-1.5 1-1.5 1-3"/>'
    ),
    "price": (
        '<path d="M3.5 12.2V4.5a1 1 0 0 1 1-1h7.7l8.3 8.3a1.5 1.5 0 0 1 0 2.1l-6.6 6.6a1.5 1.5 0 0 1-2.1 '
        '0Z"/><circle cx="8" cy="8" r="1.4"/>'
    ),
    "repeat": '<path d="M4 11V9a3 3 0 0 1 3-3h12m-3-3 3 3-3 3M20 13v2a3 3 0 0 1-3 3H5m3 3-3-3 3-3"/>',
    "roller": (
        '<rect x="4" y="4" width="13" height="5.5" rx="1.5"/><path d="M17 6.5h3V12h-8v3"/><rect x="10.5" '
        'y="15" width="3" height="6" rx="1"/>'
    ),
    "ruler": '<path d="M3.5 15.5 15.5 3.5l5 5-12 12Zm4-4 2 2m1-5 2.5 2.5m.5-5.5 2 2"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "settings": (
        '<circle cx="12" cy="12" r="3"/><path d="M12 3.5v2.5m0 12v2.5M3.5 12H6m12 0h2.5M6 6l1.8 1.8m8.4 '
        '8.4L18 18M6 18l1.8-1.8m8.4-8.4L18 6"/>'
    ),
    "share": '<path d="M12 15V4m-4 4 4-4 4 4M5 13v6.5h14V13"/>',
    "shield": (
        '<path d="M12 3 5 5.8v5.4c0 4.5 3 7.9 7 9.8 4-1.9 7-5.3 7-9.8V5.8Z"/><path d="m9 11.8 2.2 2.2L15.2 10"/>'
    ),
    "sofa": (
        '<path d="M5 11V8.5A2.5 2.5 0 0 1 7.5 6h9A2.5 2.5 0 0 1 19 8.5V11"/><path d="M3 12.5a2 2 0 0 1 4 '
        '0V14h10v-1.5a2 2 0 0 1 4 0V18H3ZM5.5 18v2m13-2v2"/>'
    ),
    "spark": '<path d="M12 3.5 14 10l6.5 2-6.5 2-2 6.5L10 14l-6.5-2L10 10Z"/>',
    "star": '<path d="m12 2.8 2.9 5.9 6.5.9-4.7 4.6 1.1 6.5L12 17.6l-5.8 3.1 1.1-6.5L2.6 9.6l6.5-.9Z"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M5.6 '
        '18.4 7 17M17 7l1.4-1.4"/>'
    ),
    "trash": '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5.5m3-5.5v5.5"/>',
    "trend": '<path d="m4 16 5.5-5.5 3.5 3.5L20 7m-5 0h5v5"/>',
    "truck": (
        '<path d="M3 6.5h11V17H3Zm11 3.5h4l3 3.5V17h-7Z"/><circle cx="7.5" cy="17.5" r="1.9"/><circle '
        'cx="17.5" cy="17.5" r="1.9"/>'
    ),
    "undo": '<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5H15a5 5 0 0 1 0 10h-4"/>',
    "upload": '<path d="M12 16V5m-4.5 4.5L12 5l4.5 4.5M4.5 15v4.5h15V15"/>',
    "user": '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"/>',
    "wallet": '<rect x="3.5" y="6.5" width="17" height="13" rx="2.5"/><path d="M3.5 10h17M15.5 15h2"/>',
}
