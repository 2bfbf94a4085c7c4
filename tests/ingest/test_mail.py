"""Mails, whole and pasted: what is left of them is the posting, and the subject its title."""

import pytest

from jdparse.ingest.mail import subject_title
from jdparse.ingest.read import read

BODY = "We waste less bread.\n\nDuties:\n- Train models\n"
TEXT = "We waste less bread.\nDuties:\n- Train models"


def quoted(text):
    return "".join(f"> {line}".rstrip() + "\n" for line in text.split("\n"))


@pytest.mark.parametrize(
    ("mail", "title"),
    [
        pytest.param(
            "From: recruiter@crumb.example\nTo: ann@mail.example\nSubject: Fwd: Data Scientist\n"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{BODY}",
            "Data Scientist",
            id="caught a bug: a whole mail as text",
        ),
        pytest.param(
            "Subject: =?utf-8?q?Data_Scientist_=E2=80=93_Crumb?=\nX-Mailer: Post\n"
            "Content-Type: text/html; charset=iso-8859-1\n"
            "Content-Transfer-Encoding: quoted-printable\n\n"
            "<p>We waste less bread.</p><h3>Duties:</h3><ul><li>Train=20models</ul>",
            "Data Scientist",
            id="an encoded one",
        ),
        pytest.param(
            f"From: Ann\nSent: Monday\nTo: Bo\nSubject: RE: [jobs] Data Analyst\n\n{BODY}",
            "Data Analyst",
            id="caught a bug: pasted with its headers",
        ),
        pytest.param(
            "---------- Forwarded message ---------\nFrom: Ann <ann@crumb.example>\n"
            f"Date: Mon, 2 Mar\nSubject: Hello\n\n{BODY}",
            None,
            id="caught a bug: forwarded",
        ),
        pytest.param(
            f"On Mon, 2 March 2026, Ann wrote:\n{quoted(BODY)}", None, id="caught a bug: quoted"
        ),
        pytest.param(
            quoted(f"*From:* ann@crumb.example\n*Subject:* Data Engineer\n\n{BODY}"),
            "Data Engineer",
            id="headers in a quote",
        ),
    ],
)
def test_a_mail_is_its_posting(mail, title):
    for source in (mail, mail.encode()):
        document = read(source)
        assert document.text == TEXT
        stated = document.facts.title
        assert (None if stated is None else stated.value) == title


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Hours\nFrom: 9 am\nTo: 5 pm\nWe bake.", id="hours"),
        pytest.param("Subject: bread\nWe bake.", id="one line"),
        pytest.param("Title: Cook\nContent-Type: all of text/plain\nWe bake.", id="labels"),
    ],
)
def test_negative_lines_like_those_of_a_mail_stay(text):
    assert read(text).text == text


def test_negative_a_list_may_have_the_mark_of_quoting_for_its_bullets():
    assert (
        read("> Bake bread\n> Sell bread\n> Eat it").text == "- Bake bread\n- Sell bread\n- Eat it"
    )


def test_a_subject_that_names_no_occupation_is_no_title():
    assert subject_title("Fwd: Re: our talk") is None
    assert subject_title("") is None
    assert subject_title("We met " + "and met " * 20 + "a data scientist") is None
