"""What the fields of a camera's entry are called on the page."""

from domain.words import Words


def label(words: Words, name: str) -> str:
    """What a field is called; some are called otherwise here than in other rooms."""
    own = {
        "owner": words("归属部门"),
        "unit": words("责任单位"),
        "room": words("室内外"),
        "agreement": words("接入协议"),
        "address": words("在来源中的地址"),
        "area_code": words("网格"),
        "class": words.of("field", "camera_class"),
    }
    return own.get(name) or words.of("field", name)
