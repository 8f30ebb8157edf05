"""Every link inside docs/ and README leads somewhere, every picture exists and says what it shows."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"(?P<picture>!?)\[(?P<said>[^\]]*)\]\((?P<to>[^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


@cache
def anchors(page: Path) -> frozenset[str]:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", _CODE.sub("", text), flags=re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return frozenset(slugs | set(re.findall(r'<a id="([^"]+)">', text)))


def links(page: Path) -> list[tuple[bool, str, str]]:
    text = _CODE.sub("", page.read_text(encoding="utf-8"))
    return [(bool(found["picture"]), found["said"], found["to"]) for found in _LINK.finditer(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    faults = []
    for is_picture, said, to in links(page):
        path, _, anchor = to.partition("#")
        target = (page.parent / path).resolve() if path else page
        if to.startswith(("http:", "https:", "mailto:")):
            faults.append(f"{to}: pages lead to no other host")
        elif not target.exists():
            faults.append(f"{to}: no such file")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            faults.append(f"{to}: no such heading")
        elif is_picture and len(said) < 20:
            faults.append(f"{to}: a picture says in its alternative text what it shows")
    assert faults == []


def test_every_plot_is_shown_on_a_page() -> None:
    shown = {(page.parent / to).resolve() for page in PAGES for is_picture, _, to in links(page) if is_picture}
    assert {path for path in (ROOT / "docs" / "plots").glob("*.svg") if path.resolve() not in shown} == set()
