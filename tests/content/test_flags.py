"""Where it hurts is understood in every language as the health question that is about it."""

import pytest

from bot.coach.sheets import Flag

from .test_sentences import finder_of


@pytest.mark.parametrize(
    ("language", "text", "flag"),
    [
        ("en", "the pain shoots down my left leg", Flag.SCIATICA),
        ("en", "sore inner thighs", Flag.GROIN),
        ("en", "my back is killing me", Flag.BACK_PAIN),
        ("de", "meine Leiste tut weh", Flag.GROIN),
        ("de", "Knieschmerzen", Flag.KNEE_PAIN),
        ("de", "mein unterer Rücken schmerzt", Flag.BACK_PAIN),
        ("es", "me duele la ingle", Flag.GROIN),
        ("es", "me duele la espalda", Flag.BACK_PAIN),
        ("es", "el dolor baja por la pierna", Flag.SCIATICA),
        ("pt-br", "minha virilha dói", Flag.GROIN),
        ("pt-br", "dor nas costas", Flag.BACK_PAIN),
        ("pt-br", "dor no joelho", Flag.KNEE_PAIN),
        ("ru", "болит в паху", Flag.GROIN),
        ("ru", "болит поясница", Flag.BACK_PAIN),
        ("ru", "болит шея", Flag.NECK_SHOULDER),
        ("hi", "कमर में दर्द है", Flag.BACK_PAIN),
        ("hi", "घुटने में दर्द", Flag.KNEE_PAIN),
        ("hi", "groin mein dard", Flag.GROIN),
        ("ar", "ظهري يؤلمني", Flag.BACK_PAIN),
        ("ar", "ألم في الركبة", Flag.KNEE_PAIN),
        ("ar", "ألم في أعلى الفخذ", Flag.GROIN),
        ("en", "it hurts, and the pain came back", None),
        ("en", "my hip hurts", None),
    ],
)
def test_a_place_names_its_health_question(language: str, text: str, flag: Flag | None) -> None:
    assert finder_of(language).phrases.trouble.flag_of(text) == flag
