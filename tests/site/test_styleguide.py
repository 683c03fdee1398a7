"""The style guide: every component renders, and a refusal explains itself without scripts too."""

import pytest
from django.test import Client

PAGES = ["", "work/", "analysis/", "story/", "form/", "refusal/", "public/"]
pytestmark = [pytest.mark.urls("tests.browser.look_urls"), pytest.mark.django_db]


@pytest.mark.parametrize("path", PAGES)
def test_every_component_renders(path: str) -> None:
    assert Client().get(f"/styleguide/{path}").status_code == 200


def test_without_scripts_a_refusal_is_a_page_of_its_own() -> None:
    response = Client().post("/styleguide/refusal/closing/")

    assert response.status_code == 409
    assert "Closes itself at 8% or less for 4 weeks with at least 150 parcels." in response.text


def test_with_scripts_a_refusal_is_a_fragment_for_its_place() -> None:
    response = Client().post("/styleguide/refusal/closing/", headers={"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Retarget"]) == (409, "#refusal")
    assert response.text.lstrip().startswith('<section class="refusal"')
