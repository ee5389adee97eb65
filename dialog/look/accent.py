"""The municipality's colour as the interface's accent, made readable.

A colour from a graphic profile is seldom dark enough for text on white, or light enough for text in the dark. It is
mixed with black or white until it can be read (WCAG 2.2, 1.4.3: 4.5 to 1) on every ground that it meets.
"""

Colour = tuple[float, float, float]

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
# Grounds of theme.css and dark.css that accented text stands on, besides the accent's own soft one: paper, card, amber.
LIGHT_GROUNDS = ("#f6f5f1", "#ffffff", "#fdf0dc")
DARK_GROUNDS = ("#14181c", "#1c2227", "#33270f")
READABLE = 4.6  # a little above the 4.5 that are demanded: the result is rounded to whole steps


def _read(colour: str) -> Colour:
    """Read «#14506b» or «14506b»."""
    digits = colour.lstrip("#")
    red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
    return red, green, blue


def _write(colour: Colour) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in colour)


def _mix(colour: Colour, other: Colour, share: float) -> Colour:
    """Mix ``share`` of the other colour into the first."""
    red, green, blue = (a + (b - a) * share for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    shares = [part / 255 for part in colour]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours by WCAG: 1 for none, 21 for black on white."""
    low, high = sorted((_luminance(_read(colour)), _luminance(_read(other))))
    return (high + 0.05) / (low + 0.05)


def _towards(colour: Colour, end: Colour, grounds: tuple[str, ...]) -> str:
    """Mix the colour towards black or white until it can be read on every ground."""
    for step in range(101):
        mixed = _write(_mix(colour, end, step / 100))
        if all(contrast(mixed, ground) >= READABLE for ground in grounds):
            return mixed
    return _write(end)


def properties(colour: str) -> dict[str, dict[str, str]]:
    """Return the accent's three custom properties for light and for dark, made from «#14506b»."""
    own = _read(colour)
    light_soft = _write(_mix(own, WHITE, 0.88))
    dark_soft = _write(_mix(own, _read(DARK_GROUNDS[1]), 0.75))
    light = _towards(own, BLACK, (*LIGHT_GROUNDS, light_soft))
    dark = _towards(own, WHITE, (*DARK_GROUNDS, dark_soft))
    return {
        "light": {"--accent": light, "--accent-ink": "#ffffff", "--accent-soft": light_soft},
        "dark": {"--accent": dark, "--accent-ink": _towards(own, BLACK, (dark,)), "--accent-soft": dark_soft},
    }


def stylesheet(colour: str) -> str:
    """Return the style sheet that replaces the accent of theme.css and dark.css."""
    made = properties(colour)
    light, dark = ("".join(f"{name}:{value};" for name, value in made[mode].items()) for mode in ("light", "dark"))
    return f":root,.document{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
