"""The measures of the survey, and what a figure can bear on, in every form in which they are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datasets.schema import SUCCESS_MEASURES


@dataclass(frozen=True)
class SurveyMeasure:
    """A measure of the survey; its title is that of `datasets.schema.SURVEY_MEASURES`.

    Attributes:
        short: its name where there is little room.
        says: what people say, to go on a sentence that begins with a share: `trust the Met`.
        topic: what it is about, to go on a sentence: `trust in the Met`.
    """

    short: str
    says: str
    topic: str


MEASURES: Mapping[str, SurveyMeasure] = {
    "trust": SurveyMeasure("Trust the Met", "trust the Met", "trust in the Met"),
    "good_job_local": SurveyMeasure(
        "Good job locally", "say police do a good job locally", "local confidence"
    ),
    "good_job_london": SurveyMeasure(
        "Good job for London", "say police do a good job for London", "London-wide confidence"
    ),
    "treat_fairly": SurveyMeasure(
        "Fair treatment", "say police treat everyone fairly", "fair treatment"
    ),
    "listen_to_concerns": SurveyMeasure(
        "Listen to concerns", "say police listen to local concerns", "listening to local concerns"
    ),
    "relied_on": SurveyMeasure(
        "Can be relied on", "say police can be relied on to be there", "being there when needed"
    ),
    "understand_issues": SurveyMeasure(
        *("Deal with what matters", "say police deal with what matters in their area"),
        topic="dealing with what matters locally",
    ),
    "informed_local": SurveyMeasure(
        "Feel informed", "feel informed about local police", "feeling informed"
    ),
    "contact_ward_officer": SurveyMeasure(
        *("Know ward officer", "know how to reach their ward officer"),
        topic="knowing how to reach the ward officer",
    ),
    "stop_search_fair": SurveyMeasure(
        *("Stop and search fair", "say stop and search is used fairly"),
        topic="fair use of stop and search",
    ),
}

BEARING_ON = {**SUCCESS_MEASURES, "context": "None of the seven"}
"""What a printed figure or a promise can bear on, as a reader chooses it."""
