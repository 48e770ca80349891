"""The phone page: plain HTML at /m, with the devices a phone in the field needs."""

from domain.pages.page import Headers

# A photo and a call need the camera, a voice note the microphone, SOS and reports the place.
PHONE = Headers(
    devices=frozenset({"camera", "microphone", "geolocation"}),
    media=("blob:",),
)
