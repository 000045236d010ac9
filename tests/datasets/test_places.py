"""Places as people write them: spellings that are read, misspellings that are only suggested."""

import pytest

from datasets.places import names, place_of, suggestion

SPELLINGS = {
    "Lambeth": "E09000022",
    "lambeth": "E09000022",
    "LAMBETH": "E09000022",
    "  Lambeth  ": "E09000022",
    "E09000022": "E09000022",
    "e09000022": "E09000022",
    "London Borough of Lambeth": "E09000022",
    "LB of Lambeth": "E09000022",
    "LB Lambeth": "E09000022",
    "Lambeth Council": "E09000022",
    "the London Borough of Lambeth": "E09000022",
    "Lambeth London Borough Council": "E09000022",
    "Barking and Dagenham": "E09000002",
    "Barking & Dagenham": "E09000002",
    "barking&dagenham": "E09000002",
    "Barking + Dagenham": "E09000002",
    "LBBD": "E09000002",
    "Hammersmith & Fulham": "E09000013",
    "Hammersmith and Fulham": "E09000013",
    "LB of Hammersmith & Fulham": "E09000013",
    "H&F": "E09000013",
    "Kensington & Chelsea": "E09000020",
    "Royal Borough of Kensington and Chelsea": "E09000020",
    "RB Kensington & Chelsea": "E09000020",
    "RBKC": "E09000020",
    "Kingston upon Thames": "E09000021",
    "Kingston-upon-Thames": "E09000021",
    "Royal Borough of Kingston upon Thames": "E09000021",
    "Kingston on Thames": "E09000021",
    "Kingston": "E09000021",
    "Richmond upon Thames": "E09000027",
    "Richmond-Upon-Thames": "E09000027",
    "richmond": "E09000027",
    "Royal Borough of Greenwich": "E09000011",
    "Westminster": "E09000033",
    "City of Westminster": "E09000033",
    "Westminster City Council": "E09000033",
    "King’s borough of Kingston": None,
    "City of London": "E09000001",
    "London, City of": "E09000001",
    "the City of London": "E09000001",
    "Tower-Hamlets": "E09000030",
    "Waltham\u00a0Forest": "E09000031",
    "St. Pancras": None,
    "London": "MPS",
    "Greater London": "MPS",
    "MPS": "MPS",
    "Lambeth'": "E09000022",
    "Hàringey": "E09000014",
    "E09000099": None,
    "E08000022": None,
    "": None,
    "of": None,
    "London Borough of": None,
}  # fmt: skip


@pytest.mark.parametrize(("written", "code"), SPELLINGS.items())
def test_spellings(written, code):
    assert place_of(written) == code


def test_every_name_is_read_with_what_people_put_around_it():
    for code, name in names().items():
        for written in (name, name.upper(), name.replace(" and ", " & "), name.replace(" ", "-")):
            assert place_of(written) == code
        if code not in ("MPS", "E09000001"):
            for before in ("LB of ", "London Borough of ", "Royal Borough of ", "The "):
                assert place_of(before + name) == code


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Lambth", "Lambeth"),
        ("Lembeth", "Lambeth"),
        ("Hilingdon", "Hillingdon"),
        ("Brend", "Brent"),
        ("Barking & Dagenam", "Barking and Dagenham"),
        ("LB of Sutten", "Sutton"),
        ("Wesminster", "Westminster"),
        ("Manchester", None),
        ("", None),
    ],
)
def test_a_wrong_letter_gives_a_suggestion_and_never_a_place(written, name):
    assert place_of(written) is None
    assert suggestion(written) == name


def test_one_wrong_letter_anywhere_is_never_a_silent_match_of_another_place():
    for code, name in names().items():
        for at in range(len(name)):
            for letter in "aeiouxz":
                written = name[:at] + letter + name[at + 1 :]
                assert place_of(written) in (None, code)


def test_the_pipeline_takes_no_abbreviation_of_readers():
    from data_pipeline.steps.geography import area_codes

    assert "RBKC" not in area_codes()
    assert area_codes()["City of Westminster"] == "E09000033"
