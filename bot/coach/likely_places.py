"""Where somebody may be, by their language and the hour: what a newcomer is offered first."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.coach.places import Place, country_by_zone, place_of

_UP = 5
"""The hour at which the first people are up."""


def likely(language_code: str | None, now: datetime) -> list[Place]:
    """Return six places whose clocks differ now, the best guess for a language first."""
    places: list[Place] = []
    shown: set[object] = set()
    for zone in _guesses(language_code):
        offset = now.astimezone(ZoneInfo(zone)).utcoffset()
        if offset not in shown:
            shown.add(offset)
            places.append(place_of(zone))
    return places[:6]


def guess(language_code: str | None, now: datetime) -> str:
    """Return the likeliest zone of somebody who writes now: the first where it isn't night."""
    zones = next(filter(None, _circles(language_code)))
    hours = {zone: now.astimezone(ZoneInfo(zone)).hour for zone in zones}
    return next((zone for zone, hour in hours.items() if hour >= _UP), zones[0])


_LIKELY = {
    "ar": "Africa/Cairo Asia/Riyadh Asia/Dubai Africa/Algiers Africa/Casablanca Europe/London",
    "az": "Asia/Baku", "be": "Europe/Minsk", "bg": "Europe/Sofia", "bn": "Asia/Dhaka Asia/Kolkata",
    "ca": "Europe/Madrid", "cs": "Europe/Prague", "da": "Europe/Copenhagen America/Nuuk",
    "de": "Europe/Berlin Europe/London Europe/Athens", "el": "Europe/Athens",
    "en": "America/New_York Europe/London Asia/Kolkata America/Los_Angeles Australia/Sydney "
    "America/Chicago Africa/Lagos Asia/Singapore",
    "en-au": "Australia/Sydney Australia/Brisbane Australia/Adelaide Australia/Darwin "
    "Australia/Perth",
    "en-ca": "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax "
    "America/St_Johns",
    "en-us": "America/New_York America/Chicago America/Denver America/Los_Angeles "
    "America/Anchorage Pacific/Honolulu",
    "es": "Europe/Madrid America/Mexico_City America/Bogota America/Argentina/Buenos_Aires "
    "America/Santiago America/Caracas",
    "es-ar": "America/Argentina/Buenos_Aires", "es-cl": "America/Santiago",
    "es-mx": "America/Mexico_City America/Tijuana America/Hermosillo America/Cancun",
    "et": "Europe/Tallinn", "fa": "Asia/Tehran Asia/Kabul", "fi": "Europe/Helsinki",
    "fil": "Asia/Manila", "fr": "Europe/Paris America/Toronto Africa/Abidjan Europe/Athens "
    "Indian/Reunion", "fr-ca": "America/Toronto America/Halifax Europe/Paris",
    "he": "Asia/Jerusalem", "hi": "Asia/Kolkata Asia/Dubai Europe/London America/New_York",
    "hr": "Europe/Zagreb", "hu": "Europe/Budapest", "hy": "Asia/Yerevan",
    "id": "Asia/Jakarta Asia/Makassar Asia/Jayapura", "it": "Europe/Rome", "ja": "Asia/Tokyo",
    "ka": "Asia/Tbilisi", "kk": "Asia/Almaty", "ko": "Asia/Seoul", "lt": "Europe/Vilnius",
    "lv": "Europe/Riga", "ms": "Asia/Kuala_Lumpur", "my": "Asia/Yangon", "ne": "Asia/Kathmandu",
    "nl": "Europe/Amsterdam America/Paramaribo", "no": "Europe/Oslo", "nb": "Europe/Oslo",
    "pl": "Europe/Warsaw Europe/London America/Chicago",
    "pt": "Europe/Lisbon America/Sao_Paulo Africa/Luanda Africa/Maputo Atlantic/Azores",
    "pt-br": "America/Sao_Paulo America/Manaus America/Rio_Branco America/Noronha Europe/Lisbon",
    "ro": "Europe/Bucharest",
    "ru": "Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Asia/Almaty Europe/Samara "
    "Asia/Vladivostok",
    "ru-ru": "Europe/Moscow Asia/Yekaterinburg Asia/Novosibirsk Asia/Krasnoyarsk Europe/Samara "
    "Asia/Vladivostok",
    "sk": "Europe/Bratislava", "sl": "Europe/Ljubljana", "sq": "Europe/Tirane",
    "sr": "Europe/Belgrade", "sv": "Europe/Stockholm Europe/Helsinki", "sw": "Africa/Nairobi",
    "ta": "Asia/Kolkata Asia/Colombo Asia/Singapore", "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul Europe/Berlin", "uk": "Europe/Kyiv Europe/Warsaw Europe/London",
    "ur": "Asia/Karachi", "uz": "Asia/Tashkent", "vi": "Asia/Ho_Chi_Minh",
    "zh": "Asia/Shanghai Asia/Tokyo America/Los_Angeles America/New_York Europe/London",
}  # fmt: skip
_WORLD = (
    "America/Los_Angeles America/New_York Europe/London Europe/Istanbul Asia/Kolkata "
    "Asia/Shanghai Australia/Sydney America/Sao_Paulo Europe/Berlin Asia/Dubai America/Chicago"
)


def _guesses(language_code: str | None) -> Iterator[str]:
    for zones in _circles(language_code):
        yield from zones


def _circles(language_code: str | None) -> Iterator[list[str]]:
    """Yield the zones of a region, of its language and of the world, as far as they are known."""
    parts = (language_code or "").casefold().replace("_", "-").split("-")
    language, region = parts[0], parts[-1]
    if f"{language}-{region}" in _LIKELY:
        yield _LIKELY[f"{language}-{region}"].split()
    elif len(parts) > 1:
        yield [zone for zone, code in country_by_zone().items() if code.casefold() == region]
    yield _LIKELY.get(language, "").split()
    yield _WORLD.split()
