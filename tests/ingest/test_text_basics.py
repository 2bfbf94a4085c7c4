"""Decoding, language, titles, and every lexicon of ingest against its own matcher."""

import pytest

from jdparse.countries import read_countries
from jdparse.ingest import (
    employment,
    labelled_lines,
    places,
    region_words,
    screen,
    stated_pay,
    titles,
)
from jdparse.ingest.decoding import decode, mend
from jdparse.ingest.language import identify_language
from jdparse.ingest.lines import Line, make_line, tidy
from jdparse.ingest.titles import choose_title
from jdparse.lexicon import read_lexicon, read_words

GERMAN = (
    "Wir suchen für unser Büro in München einen Entwickler mit Erfahrung und Gefühl für Qualität."
)
CZECH = (
    "Hledáme kolegu, který umí pracovat s daty a má zkušenosti s Pythonem nebo podobným jazykem."
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(GERMAN.encode("utf-8-sig"), GERMAN, id="mark"),
        pytest.param(GERMAN.encode("utf-16"), GERMAN, id="UTF-16"),
        pytest.param(GERMAN.encode("utf-16-le"), GERMAN, id="UTF-16 without mark"),
        pytest.param(GERMAN.encode("cp1252"), GERMAN, id="caught a bug: short Latin-1"),
        pytest.param(
            f"<meta charset=iso-8859-2>{CZECH}".encode("iso-8859-2"),
            f"<meta charset=iso-8859-2>{CZECH}",
            id="declared",
        ),
        pytest.param("für Qualität".encode() * 9 + b"\xc3", "für Qualität" * 9, id="cut"),
        *[
            pytest.param(page.encode("cp1252"), page, id=f"caught a bug: Windows-1252 {name}")
            for name, page in (
                ("called UTF-8", "<meta charset=utf-8><p>Pay: €60,000–€70,000 a year"),
                ("called Latin-1", "<meta charset=iso-8859-1><p>Pay: €60,000–€70,000 a year"),
                ("called what cannot be", "<meta charset=utf-16><p>We’re a café in Zürich"),
                ("in no language", "€60,000–€70,000"),
            )
        ],
        pytest.param(
            f"<meta charset=utf-8>{CZECH} €".encode() + b"\xe2\x82",
            f"<meta charset=utf-8>{CZECH} €",
            id="negative: UTF-8 cut inside a sign",
        ),
        pytest.param(
            "Мы ищем аналитика".encode("cp1251"), "Мы ищем аналитика", id="negative: Cyrillic"
        ),
        pytest.param(CZECH.encode("cp1250"), CZECH, id="negative: Czech"),
    ],
)
def test_decoding(data, text):
    assert decode(data).text == text


def test_a_charset_that_a_mail_or_a_server_makes_up_is_not_believed():
    """Caught a bug: a name that Python does not know, or knows as no charset, raised."""
    data = "We’re a café in Zürich with a team".encode("cp1252")
    for name in ("unknown-8bit", "base64", "idna", "undefined", ""):
        assert decode(data, name).text == "We’re a café in Zürich with a team"


def test_letters_that_typesetting_joined_are_letters():
    """Caught a bug: "Pro\ufb01cient in German" named no language."""
    assert tidy("Pro\ufb01cient, e\ufb03cient work\ufb02ows") == "Proficient, efficient workflows"
    assert make_line("• Sta\ufb00 \u200bwork") == Line("Staff work", "item")


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("50 000 \u200d–\u200d 80 000 CZK", "50 000 – 80 000 CZK"),  # caught a bug: two amounts
        ("\u200dResponsibilities:", "Responsibilities:"),
        ("data\u200cbase", "database"),
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\U0001f469\u200d\U0001f4bb dev", "\U0001f469\u200d\U0001f4bb dev"),
    ],
)
def test_joiners_stay_only_between_what_they_join(text, tidied):
    assert tidy(text) == tidied


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("donâ€™t", "don't"),
        ("cafÃ©", "café"),
        ("AnalystÂto work", "Analyst to work"),
        ("Âge d’or à Châlons", "Âge d’or à Châlons"),
        ("R&amp;D", "R&amp;D"),
    ],
)
def test_mending(broken, whole):
    assert mend(broken) == whole


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        (CZECH, "cs"),
        ("Python, SQL, Docker", None),
        ("", None),
        ("We need a data scientist for our team", "en"),
        ("אנחנו מחפשים מדען נתונים לצוות", "he"),
        ("Nous cherchons un data scientist pour notre équipe à Paris avec une thèse", "fr"),
        ("データサイエンティストを募集しています", "ja"),
        ("You will join our team in München and work with Jürgen on the data of our Kunden", "en"),
    ],
)
def test_language(text, language):
    assert identify_language(text) == language


@pytest.mark.parametrize(
    ("main", "other", "page_title", "expected"),
    [
        (["Data Scientist"], [], "Data Scientist - Crumb", "Data Scientist"),
        (["Crumb"], ["Data Scientist"], "Jobs", "Data Scientist"),
        (["Careers"], [], "ML Engineer at Crumb", "ML Engineer"),
        ([], [], "", None),
    ],
)
def test_title_of_a_page(main, other, page_title, expected):
    assert choose_title(main, other, page_title) == expected


def test_no_entry_of_a_lexicon_is_dead():
    for fact, entry in read_lexicon("fact_labels", labelled_lines.FactLabel).items():
        for label in entry.labels:
            match = labelled_lines._labelled().match(f"{label}: x")
            assert match is not None, label
            assert match.lastgroup == fact, label
    for key, entry in read_lexicon("employment_types", employment.EmploymentType).items():
        assert {employment.employment_type(name) for name in entry.names} == {key}
    for unit, entry in read_lexicon("pay_units", stated_pay.PayUnit).items():
        assert {stated_pay._units()[stated_pay._letters(name)] for name in entry.names} == {unit}
    for entry in read_lexicon("occupations", titles.Occupation).values():
        assert all(titles.names_occupation(noun) for noun in entry.nouns)
    for kind, words in read_words("posting_signs").items():
        assert all(screen._signs(kind).search(word.rstrip("*")) for word in words)
    for kind, entry in read_lexicon("page_regions", region_words.Region).items():
        assert all(
            region_words.is_named(f"|{name}|", kind)
            for name in (*entry.words, *entry.names)
            if kind != "notice"
        )
        assert {region_words.heading_kind(h.replace("* ", "")) for h in entry.headings} <= {kind}


def test_every_name_of_a_country_names_it():
    for code, entry in read_countries().items():
        named = (*entry.names, *entry.regions, *entry.cities)
        assert {places.country_of(f"Xtown, {name}") for name in named} == {code}
        assert {places.country_of(f"Xtown, {c}") for c in (*entry.codes, *entry.region_codes)} <= {
            code
        }


def test_no_function_word_is_listed_twice_in_a_language():
    for words in read_words("function_words").values():
        assert len(set(words)) == len(words)
