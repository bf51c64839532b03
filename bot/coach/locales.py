"""CLDR's data on languages, without the two thirds of it that this bot never writes."""

from babel import Locale, localedata

UNREAD = (
    *("meta_zones", "zone_formats", "measurement_systems"),
    *("currency_names", "currency_names_plural", "currency_symbols", "currency_formats"),
    *("compact_decimal_formats", "compact_currency_formats", "percent_formats"),
    *("scientific_formats", "unit_patterns", "unit_display_names", "compound_unit_patterns"),
    *("date_fields", "interval_formats"),
)
"""Parts of the data that take some 0.7 MiB a language: names of currencies, units and the like."""


def locale_of(tag: str) -> Locale:
    """Return the data on a language by its tag, such as `pt-BR`.

    Raise UnknownLocaleError if Babel has none, ValueError if it is no tag.
    """
    locale = Locale.parse(tag, sep="-")
    for name in (str(locale), locale.language, "root"):  # Babel keeps those it inherits from too
        data = localedata.load(name)
        for part in UNREAD:
            data.pop(part, None)
    return locale
