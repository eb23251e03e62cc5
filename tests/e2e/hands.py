"""A technician's hands on the phone's page."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, expect

#: What a reading of the sample's indoor units is when all is well.
READINGS = {
    "insulation": "5",
    "earth": "2",
    "voltage": "221",
    "air_difference": "10",
    "airflow_deviation": "6",
}


def picture(shade: int) -> bytes:
    """Return a photo of one shade, so that two are not the same bytes."""
    made = BytesIO()
    Image.new("RGB", (640, 480), (shade, 90, 120)).save(made, "JPEG")
    return made.getvalue()


class Hands:
    """Does on the phone what its owner does; each deed ends when the page shows it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._photos = 0

    def sign_in(self, url: str, email: str, password: str) -> None:
        self.page.goto(f"{url}/phone")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="My day")).to_be_visible()

    def open_next(self, kind: str) -> None:
        """Open the visit of this kind, going to its day when that is another."""
        card = self.page.get_by_role("link", name=re.compile(kind))
        onward = self.page.get_by_role("button", name="Go to the next one")
        expect(card.or_(onward).first).to_be_visible()
        if not card.is_visible():
            onward.click()
        card.first.click()
        expect(self.page.get_by_role("region", name="Site")).to_be_visible()

    def press(self, move: str, then: str) -> None:
        """Press a state's button, and see the next one offered."""
        self._button(move).click()
        expect(self._button(then)).to_be_visible()

    def set_to_work(self) -> None:
        self.press("I have seen it", "Set off now")
        self.press("Set off now", "I am there")
        self.press("I am there", "Begin the work")
        self.press("Begin the work", "Finish")

    def finish(self) -> None:
        self._button("Finish").click()
        expect(self._button("Finish")).to_have_count(0)

    def serials(self, prefix: str, place: str = "") -> None:
        section = self.page.get_by_role("region", name="Serial numbers")
        for number, form in enumerate(section.locator("form").all(), 1):
            form.get_by_placeholder("Serial number").fill(f"{prefix}{number}")
            if place:
                form.get_by_placeholder("Where it is mounted").fill(f"{place} {number}")
            form.get_by_role("button", name="Save").click()
            expect(form.get_by_role("button", name="Save")).to_have_count(0)

    def photo(self, button: str, number: int) -> None:
        """Take the visit's photo of this number."""
        section = self.page.get_by_role("region", name="Photos")
        self.take(section.locator("label", has_text=button))
        expect(section.get_by_role("listitem")).to_have_count(number)

    def take(self, label: Locator) -> None:
        self._photos += 1
        label.locator("input[type=file]").set_input_files(
            {
                "name": f"{self._photos}.jpg",
                "mimeType": "image/jpeg",
                "buffer": picture(self._photos),
            }
        )

    def signature(self, button: str) -> None:
        self.page.get_by_role("button", name=button).click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Name").fill("Ms Li")
        box = dialog.get_by_label("Sign here").bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + 20, box["y"] + 20)
        mouse.down()
        mouse.move(box["x"] + 150, box["y"] + 90, steps=8)
        mouse.up()
        dialog.get_by_role("button", name="Save the signature").click()
        expect(dialog).to_have_count(0)

    def checklist(self) -> None:
        """Answer every step of the only unit; readings are within their limits."""
        section = self.page.get_by_role("region", name="Checklist")
        for step in section.locator("[data-step]").all():
            self._answer(step, str(step.get_attribute("data-step")))

    def _answer(self, step: Locator, key: str) -> None:
        if key in READINGS:
            step.locator("input.number").fill(READINGS[key])
            step.get_by_placeholder("Its number").fill(f"I-{key}")
            step.get_by_role("button", name="Save the reading").click()
        elif key == "serial":
            step.get_by_placeholder("Serial number").fill("SN1")
            step.get_by_role("button", name="Save").click()
        elif key == "plate":
            self.take(step.locator("label", has_text="Take a photo"))
        elif key == "training":
            step.get_by_role("button", name="Yes").click()
        else:
            return
        expect(step).to_have_attribute("data-done", "true")

    def back(self) -> None:
        self.page.get_by_role("link", name="Back to the day").click()
        expect(self.page.get_by_role("heading", name="My day")).to_be_visible()

    def is_all_sent(self) -> None:
        """Wait until nothing is left on the phone alone."""
        expect(self.page.get_by_role("link", name="All sent")).to_be_visible()

    def _button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)
