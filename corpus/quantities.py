"""Printed populations and areas in one style a document."""

from dataclasses import dataclass
from random import Random

MISSING = ("N/A", "", "n.a.", "–", "not available", "-")


@dataclass(frozen=True)
class NumberStyle:
    """How a document prints numbers: separators, its word for a million if it uses one, and the unit of areas."""

    thousands: str
    decimal: str
    million: str | None
    unit: str

    @property
    def list_separator(self) -> str:
        """What may stand between two numbers without being taken for a part of one."""
        return "; " if "," in (self.thousands, self.decimal) else ", "


def draw_number_style(random: Random) -> NumberStyle:
    """Draw a style in which every number is clear: separators are those of one convention."""
    thousands, decimal = random.choice(
        [(",", "."), (".", ","), (" ", ","), (" ", "."), ("\u202f", ","), ("'", "."), ("’", ".")]
    )
    millions = {".": ["million", "m", "mln"], ",": ["Mio.", "million", "Mio"]}[decimal]
    unit = random.choice(["km²", "km2", "sq km", "km ²", "sq. km", "ha", "", "mi²"])
    return NumberStyle(thousands, decimal, random.choice(millions) if random.random() < 0.3 else None, unit)


def group(number: int, separator: str) -> str:
    """Return a whole number with a separator between thousands."""
    return f"{number:,}".replace(",", separator)


def draw_population(random: Random, style: NumberStyle, about: int) -> tuple[int, str]:
    """Return a population near `about`, and how it is printed."""
    number = max(5_000, int(about * random.uniform(0.8, 1.3)))
    if style.million and number >= 1_000_000:
        tenths = round(number / 100_000)
        printed = f"{tenths // 10}{style.decimal}{tenths % 10} {style.million}"
        number = tenths * 100_000
    else:
        if random.random() < 0.5:
            number = number // 1000 * 1000
        printed = group(number, style.thousands)
    extra = random.random()
    if extra < 0.08:
        printed = f"{random.choice(['approx.', 'ca.', 'about'])} {printed}"
    elif extra < 0.16:
        printed = f"{printed} ({random.randint(2014, 2021)})"
    return number, printed


def draw_area(random: Random, style: NumberStyle, population: int) -> tuple[float, str]:
    """Return an area in km² that is plausible for a population, and how it is printed."""
    area = max(20.0, min(population / random.uniform(300, 4000), 40_000))
    if style.unit == "ha":
        hectares = round(area * 100)
        return hectares / 100, f"{group(hectares, style.thousands)} ha"
    whole, decimals = int(area), random.choice(["", "", "", str(random.randint(1, 9)), f"{random.randint(1, 99):02d}"])
    printed = group(whole, style.thousands) + (style.decimal + decimals if decimals else "")
    factor = 2.589988110336 if style.unit == "mi²" else 1.0
    return float(f"{whole}.{decimals or 0}") * factor, f"{printed} {style.unit}".strip()
