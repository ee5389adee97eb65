"""The signs of the interface, drawn inline so that they take the text's colour and size.

One dict of shapes on a 24 × 24 grid, stroked with the current colour; ``templatetags/dialog.py`` shows them.
"""

SHAPES = {
    "arrow-down": '<path d="M12 5v14m-6-6 6 6 6-6"/>',
    "arrow-left": '<path d="M19 12H5m6-6-6 6 6 6"/>',
    "arrow-right": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "arrow-up": '<path d="M12 19V5m-6 6 6-6 6 6"/>',
    "back": '<path d="M9 14 4 9l5-5"/><path d="M4 9h10a6 6 0 0 1 0 12h-3"/>',
    "briefcase": '<rect x="4" y="7" width="16" height="12" rx="2"/><path d="M9 7V5h6v2M4 13h16"/>',
    "bulb": (
        '<path d="M9 18h6m-5 3h4M12 3a6 6 0 0 1 3.6 10.8c-.6.5-.9 1.2-.9 2.2H9.3c0-1-.3-1.7-.9-2.2A6 6 0 0 1 12 3z"/>'
    ),
    "bypass": (
        '<path d="M4 15c0-5 3.5-8.5 8-8.5s8 3.5 8 8.5m0 0-3.2-2.6M20 15l2-3.8"/>'
        '<path d="M12 18.5v.01" stroke-width="3.4"/>'
    ),
    "calendar": '<rect x="4" y="6" width="16" height="14" rx="2"/><path d="M4 11h16M8 3.5V7m8-3.5V7"/>',
    "caret-down": '<path d="m7 10 5 6 5-6"/>',
    "caret-up": '<path d="m7 14 5-6 5 6"/>',
    "check": '<path d="M20 6 9 17l-5-5"/>',
    "chevron-down": '<path d="m6 9 6 6 6-6"/>',
    "circle": '<circle cx="12" cy="12" r="9"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "cog": (
        '<circle cx="12" cy="12" r="3"/><path d="M12 3v3m0 12v3m9-9h-3M6 12H3m15.4-6.4-2.2 2.2m-8.4 8.4-2.2 2.2'
        'm12.8 0-2.2-2.2M7.8 7.8 5.6 5.6"/>'
    ),
    "copy": '<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V4H4v12h4"/>',
    "cross-circle": '<circle cx="12" cy="12" r="9"/><path d="m9 9 6 6m0-6-6 6"/>',
    "document": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M4 20h16"/>',
    "eraser": '<path d="m4 15 9.5-9.5a1.5 1.5 0 0 1 2.1 0l3.4 3.4a1.5 1.5 0 0 1 0 2.1L11 19H8zM9 10l5.5 5.5M8 19h12"/>',
    "eye": '<path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z"/><circle cx="12" cy="12" r="2.8"/>',
    "eye-off": (
        '<path d="M3 4l18 16M9.5 6.2A9.6 9.6 0 0 1 12 5.5C18.4 5.5 22 12 22 12a17 17 0 0 1-3 3.6M6 7.7A16.6 16.6 0 0 0 2 12'
        's3.6 6.5 10 6.5a9.7 9.7 0 0 0 3.6-.7"/>'
    ),
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "flag": '<path d="M6 21V4h11l-2 4 2 4H6"/>',
    "half": ('<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" stroke="none"/>'),
    "hand-over": '<path d="M4 12h14m-5-5 5 5-5 5M21 5v14"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5m0-8.5v.01"/>',
    "lifebuoy": (
        '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="3.5"/>'
        '<path d="m5.6 5.6 4 4m4.8 4.8 4 4m0-12.8-4 4m-4.8 4.8-4 4"/>'
    ),
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "megaphone": '<path d="M4 10v4h3l7 4V6l-7 4zM18 9a4 4 0 0 1 0 6"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "minus-circle": '<circle cx="12" cy="12" r="9"/><path d="M8 12h8"/>',
    "pause": '<path d="M8 5v14M16 5v14"/>',
    "pencil": '<path d="m4 20 1-4L16 5l3 3L8 19zM14 7l3 3"/>',
    "people": (
        '<circle cx="9" cy="9" r="3.5"/><circle cx="16" cy="10" r="2.8"/>'
        '<path d="M3 20c0-3.5 2.7-6 6-6s6 2.5 6 6m1-5c3 0 5 2 5 5"/>'
    ),
    "person": '<circle cx="12" cy="8" r="3.5"/><path d="M5 20c0-4 3-6.5 7-6.5s7 2.5 7 6.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "replace": (
        '<path d="M4 12a8 8 0 0 1 13.7-5.6L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.6L4 15.5M4 20v-4.5h4.5"/>'
    ),
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "sort": '<path d="m8 10 4-5 4 5M8 14l4 5 4-5"/>',
    "speech": '<path d="M4 5h16v11H10l-5 4v-4H4z"/>',
    "swap": '<path d="M4 9h14l-4-4M20 15H6l4 4"/>',
    "town-hall": '<path d="M4 20h16M6 20V10m4 10V10m4 10V10m4 10V10M3 10h18L12 4z"/>',
    "trash": '<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5m4-5v5"/>',
    "upload": '<path d="M12 16V5m-5 5 5-5 5 5M4 20h16"/>',
    "warning": '<path d="M12 4 2.8 20h18.4zM12 10v4.5m0 2.7v.01"/>',
}
