"""What stands under a chart: whose figures, then their licences, then what else is known of them.

Each is a paragraph. The first is always in view, the others are folded away on screen; pictures, frames
and paper say the first two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SHORT_NAMES: Mapping[str, str] = {
    "borough_boundaries": "Borough boundaries",
    "census_2021_ethnicity": "Census 2021, ethnic groups",
    "commitments": "Promises and recommendations",
    "gla_survey_series": "Trust by year, victims' views",
    "home_office_charges_reduced": "Charges by force",
    "home_office_chief_officers": "Chief officers",
    "home_office_outcomes": "Outcomes of crimes",
    "home_office_ranks_2003": "Officers by rank, 2003 to 2006",
    "home_office_stops": "Stops by ethnicity, by force",
    "home_office_use_of_force": "Use of force, by force",
    "home_office_workforce": "Police workforce",
    "home_office_workforce_2026": "The Met's officers in 2026",
    "mopac_dashboard_transcription": "MOPAC dashboard (copy)",
    "mopac_pas_workbook": "MOPAC survey, workbook",
    "mopac_public_perception": "MOPAC survey, open data",
    "mps_business_crime": "Business crime",
    "mps_custody": "Where offences stand now",
    "mps_monthly_dashboard": "Solved crime (copy)",
    "mps_other_crime": "Domestic abuse, hate, knives, guns",
    "mps_recorded_crime": "Recorded crime",
    "mps_strength": "The Met's strength by month",
    "mps_use_of_force": "The Met's use of force",
    "mps_vawg": "Violence against women and girls",
    "ons_population": "Residents by borough",
    "police_uk_stop_search": "Stop and search records",
    "published_figures": "Figures printed elsewhere",
    "review_figures": "The Review's own figures",
    "review_sanction_detections": "Detections in the Review",
    "state_of_london_surveys": "State of London surveys",
}
"""Source -> what it is of, in few words, for a chart and a list of many; its title says the whole."""

_PARAGRAPH, _START, _LICENCE = "\n\n", "Source: ", "Licence: "


def said(whose: str, licences: Iterable[str], known: str = "") -> str:
    """Return the paragraphs of some figures.

    Args:
        whose: publishers, subject and date. licences: of each source. known: of each source, and how late.
    """
    licence = _LICENCE + "; ".join(dict.fromkeys(licences))
    return _PARAGRAPH.join(filter(None, (f"{_START}{whose}", licence, known)))


def joined(*lines: str) -> str:
    """Return what stands under a chart of several tables, paragraph by paragraph."""
    split = [line.split(_PARAGRAPH) for line in dict.fromkeys(filter(None, lines))]
    first, licences, known = (
        [one[place] for one in split if len(one) > place] for place in range(3)
    )
    each = dict.fromkeys(
        one for said in licences for one in said.removeprefix(_LICENCE).split("; ")
    )
    paragraphs = (
        _START + "; ".join(one.removeprefix(_START).removesuffix(".") for one in first),
        _LICENCE + "; ".join(each) if each else "",
        ". ".join(dict.fromkeys(one.removesuffix(".") for one in known)),
    )
    return _PARAGRAPH.join(filter(None, paragraphs))


def first_and_rest(line: str) -> tuple[str, str]:
    """Return the paragraph that is always in view, and the others."""
    first, _, rest = line.partition(_PARAGRAPH)
    return first, rest


_LICENCES_IN_SHORT = {
    "None for the whole: single figures, each cited; the documents keep their own licences": "each document's own",
    "None stated with the transcription": "none stated with the unofficial copy",
    "Open Government Licence (version 2 or 3, as the publisher states)": "Open Government Licence",
}
"""Licences as the sources' own metadata words them -> on paper."""


def in_short(line: str) -> str:
    """Return a line of sources with the licences in the fewest words, for paper."""
    for whole, brief in _LICENCES_IN_SHORT.items():
        line = line.replace(whole, brief)
    return line


def shortened(line: str) -> str:
    """Return whose figures and their licences as one paragraph, for pictures, frames and paper."""
    return ". ".join(one.removesuffix(".") for one in line.split(_PARAGRAPH)[:2] if one)
