"""Where it hurts, and what people have, is understood as the health question about it."""

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
        ("en", "my new hip hurts", None),
        ("en", "my groin hurts, and I'm pregnant", Flag.GROIN),
    ],
)
def test_a_place_names_its_health_question(language: str, text: str, flag: Flag | None) -> None:
    assert finder_of(language).phrases.trouble.flag_of(text) == flag


@pytest.mark.parametrize(
    ("language", "text", "flags"),
    [
        ("en", "yes I'm pregnant, 5 months", {Flag.PREGNANCY}),
        ("en", "high blood pressure, on tablets", {Flag.BLOOD_PRESSURE}),
        ("en", "I'm pregnant and have a heart condition", {Flag.PREGNANCY, Flag.HEART}),
        ("en", "my balance is bad", {Flag.UNSTEADY}),
        ("en", "I've got osteoporosis", {Flag.OSTEOPOROSIS}),
        ("en", "an inguinal hernia", {Flag.HERNIA}),
        ("en", "I gave birth in May", {Flag.BIRTH}),
        ("en", "I had my left hip replaced in March", {Flag.HIP_FRONT, Flag.HIP_BACK}),
        ("en", "hip replacement, anterior approach", {Flag.HIP_FRONT}),
        ("en", "I had my hip replaced from the back", {Flag.HIP_BACK}),
        ("en", "not pregnant", set()),
        ("en", "I have fibromyalgia", set()),
        ("de", "ich bin im 5. Monat schwanger", {Flag.PREGNANCY}),
        ("de", "ich habe hohen Blutdruck", {Flag.BLOOD_PRESSURE}),
        ("de", "Leistenbruch", {Flag.HERNIA}),
        ("de", "eine neue Hüfte", {Flag.HIP_FRONT, Flag.HIP_BACK}),
        ("de", "neue Hüfte, von vorn", {Flag.HIP_FRONT}),
        ("de", "ich habe einen Herzschrittmacher", {Flag.HEART}),
        ("es", "estoy embarazada", {Flag.PREGNANCY}),
        ("es", "tengo la tensión alta", {Flag.BLOOD_PRESSURE}),
        ("es", "tengo una hernia discal", {Flag.BACK_PAIN}),
        ("es", "prótesis de cadera", {Flag.HIP_FRONT, Flag.HIP_BACK}),
        ("es", "di a luz hace dos meses", {Flag.BIRTH}),
        ("pt-br", "estou grávida", {Flag.PREGNANCY}),
        ("pt-br", "tenho pressão alta", {Flag.BLOOD_PRESSURE}),
        ("pt-br", "hérnia de disco", {Flag.BACK_PAIN}),
        ("pt-br", "tenho osteoporose", {Flag.OSTEOPOROSIS}),
        ("ru", "я беременна", {Flag.PREGNANCY}),
        ("ru", "у меня высокое давление", {Flag.BLOOD_PRESSURE}),
        ("ru", "паховая грыжа", {Flag.HERNIA}),
        ("ru", "проблемы с сердцем", {Flag.HEART}),
        ("hi", "मैं प्रेग्नेंट हूं", {Flag.PREGNANCY}),
        ("hi", "mujhe high bp hai", {Flag.BLOOD_PRESSURE}),
        ("hi", "दिल की बीमारी है", {Flag.HEART}),
        ("ar", "أنا حامل", {Flag.PREGNANCY}),
        ("ar", "عندي ضغط مرتفع", {Flag.BLOOD_PRESSURE}),
        ("ar", "عندي هشاشة العظام", {Flag.OSTEOPOROSIS}),
        ("ar", "ولدت من شهرين", {Flag.BIRTH}),
    ],
)
def test_a_condition_names_its_health_question(language: str, text: str, flags: set[Flag]) -> None:
    assert set(finder_of(language).phrases.trouble.flags_of(text)) == flags
