"""What several stages test with."""

import gc
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jdparse.posting import (
    Benefit,
    Coverage,
    Degree,
    Distinction,
    Evidence,
    Experience,
    Mention,
    Parser,
    Pay,
    PayBenchmark,
    Posting,
    Problem,
    Provenance,
    RequirementAlternative,
    Responsibility,
    RoleProbabilities,
    RoleVerdict,
    Section,
    Skill,
    Source,
    SpokenLanguage,
)

REPOSITORY = Path(__file__).resolve().parent.parent

TEXT = """Tidewell is hiring <b>somebody</b> for demand models.
What you will do
- Train and ship demand models & watch them
- Explain forecasts to planners
What you bring
- Python, BSc in physics, 3+ years
- Dutch is a plus
Pay and perks
€70,000 to €85,000 a year; pension"""


def _at(quote: str) -> tuple[str, int, int]:
    start = TEXT.index(quote)
    return quote, start, start + len(quote)


@dataclass
class Window:
    """A real browser; `width` is a phone's below 400."""

    browser: Any

    def resize(self, width: int) -> None:
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 400}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def beside(self) -> int:
        """How many pixels of the page lie beside the window."""
        script = "return document.documentElement.scrollWidth - window.innerWidth"
        return self.browser.execute_script(script)

    def all(self, selector: str) -> list[Any]:
        return self.browser.find_elements("css selector", selector)

    def one(self, selector: str) -> Any:
        return self.browser.find_element("css selector", selector)


@pytest.fixture(scope="session")
def chromium() -> list[str]:
    """Chromium's command without a screen, without connections of its own."""
    if shutil.which("chromium") is None:
        pytest.skip("needs Chromium")
    return [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-sync",
        "--disable-background-networking", "--disable-component-update", "--no-first-run",
    ]  # fmt: skip


@pytest.fixture
def window(chromium: list[str]) -> Iterator[Window]:
    """A browser that keeps the log of its console and of what it asks for."""
    from selenium import webdriver

    if shutil.which("chromedriver") is None:
        pytest.skip("needs Chromium's driver")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which(chromium[0])
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in chromium[1:]:
        options.add_argument(argument)
    browser = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    browser.implicitly_wait(30)  # seconds for an element of the page that a click leads to
    yield Window(browser)
    browser.quit()


@pytest.fixture
def grows_linearly() -> Callable[[Callable[[str], object], str], bool]:
    """Whether eight times the text takes little more than eight times the work.

    Three times what is linear is allowed for on a busy machine, far below the 64 times of a pattern
    that reads all again at each place; what takes under some milliseconds is too short to time.
    """

    def seconds(read: Callable[[str], object], text: str) -> float:
        return min(_seconds(read, text) for _ in range(2))

    def check(read: Callable[[str], object], piece: str, characters: int = 200_000) -> bool:
        short, long = (piece * (n // len(piece)) for n in (characters // 8, characters))
        return seconds(read, long) <= 24 * max(seconds(read, short), 0.005)

    return check


def _seconds(read: Callable[[str], object], text: str) -> float:
    """Without garbage collection, as `timeit` has it: that goes through all that the tests hold."""
    gc.disable()
    try:
        started = time.process_time()
        read(text)
        return time.process_time() - started
    finally:
        gc.enable()


@pytest.fixture
def samples() -> Path:
    return REPOSITORY / "samples"


@pytest.fixture
def posting() -> Posting:
    """A posting with every key filled, its markup-like text included."""
    duties = ("Train and ship demand models & watch them", "Explain forecasts to planners")
    return Posting(
        schema_version=1,
        id="tidewell.txt",
        status="partial",
        problems=(Problem("truncated", "Only the first part was read."),),
        source=Source("postings/tidewell.txt", "text/plain", "ab" * 32),
        language="en",
        title="Data Scientist",
        company="Tidewell",
        locations=("Utrecht, Netherlands",),
        date_posted="2026-02-03",
        valid_through="2026-03-31",
        employment_type="full_time",
        work_mode="hybrid",
        text=TEXT,
        sections=(
            Section("about", None, 0, TEXT.index("What you will")),
            Section("responsibilities", "What you will do", TEXT.index("What you will"),
                    TEXT.index("What you bring")),
            Section("requirements", "What you bring", TEXT.index("What you bring"),
                    TEXT.index("Pay and")),
            Section("pay", "Pay and perks", TEXT.index("Pay and"), len(TEXT)),
        ),
        responsibilities=(
            Responsibility(*_at(duties[0]), "model_building_optimization"),
            Responsibility(*_at(duties[1]), "collaboration_communication"),
        ),
        skills=(
            Skill("Python", "programming_language", "required", (Mention(*_at("Python")),)),
            Skill("forecasting", "machine_learning", "preferred", (Mention(*_at("forecasts")),)),
            Skill("communication", "soft_skill", "required", (Mention(*_at("Explain")),)),
        ),
        degrees=(Degree("bachelor", ("physics",), "required", True, *_at("BSc")),),
        experience=(Experience(3, None, "required", *_at("3+ years")),),
        pay=(Pay("base", 70000, 85000, "EUR", "year", None, 70000, 85000,
                 *_at("€70,000 to €85,000 a year")),),
        pay_benchmark=PayBenchmark(70000, 85000, 150186, 95337, 236539, "Reno", 122320, "a source"),
        requirement_alternatives=(RequirementAlternative("bachelor", 3, *_at("BSc in physics")),),
        seniority="senior",
        visa_sponsorship="refused",
        security_clearance="required",
        spoken_languages=(SpokenLanguage("nl", "preferred", *_at("Dutch")),),
        coverage=Coverage(model_building_optimization=1, collaboration_communication=1),
        benefits=(Benefit("retirement", *_at("pension")),),
        role=RoleVerdict(
            label="machine_learning_engineer",
            confident=True,
            probabilities=RoleProbabilities(0.8, 0.15, 0.05),
            prediction_set=("machine_learning_engineer",),
            title_label="data_scientist",
            title_agrees=False,
            distinctions=(Distinction("duty", 0.9, 0.1, (Evidence(*_at(duties[0]), 1.2),)),),
            evidence=(Evidence(*_at(duties[0]), 1.2),),
        ),
        provenance={"title": Provenance("page"), "work_mode": Provenance("text", 0, 8)},
        parser=Parser("0.1.0", "role/1", "0123456789ab"),
    )  # fmt: skip
