"""How much of the posting belongs to each of the article's areas of duty and of qualification."""

from __future__ import annotations

from collections import Counter

from jdparse.posting import Coverage, Posting


def coverage(posting: Posting) -> Coverage:
    """Counts of the posting's duties and demands by the article's areas.

    Duties count by their area, skills by their category (each distinct skill once), degrees and
    demands in years together. Duties and skills outside the article's areas count nowhere.
    """
    duties = Counter(duty.area for duty in posting.responsibilities)
    skills = Counter(skill.category for skill in posting.skills)
    return Coverage(
        data_preparation_analysis=duties["data_preparation_analysis"],
        model_building_optimization=duties["model_building_optimization"],
        deployment_monitoring=duties["deployment_monitoring"],
        collaboration_communication=duties["collaboration_communication"],
        programming_languages=skills["programming_language"],
        mathematics_statistics=skills["mathematics_statistics"],
        ml_frameworks=skills["ml_framework"],
        databases_big_data=skills["data_engineering"],
        education_experience=len(posting.degrees) + len(posting.experience),
    )
