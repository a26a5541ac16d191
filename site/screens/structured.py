"""Projects and specialists as search engines read them (schema.org)."""

from collections.abc import Mapping, Sequence
from typing import Any

from design.templatetags.meta import absolute

Values = Mapping[str, Any]
Data = dict[str, Any]


def project(shown: Values) -> Data:
    """A project of details.detail: the work itself, and the gallery that shows it."""
    place = absolute(shown["url"])
    work = {
        "@type": "CreativeWork",
        "@id": f"{place}#work",
        "name": shown["title"],
        "description": shown["summary"],
        "url": place,
        "inLanguage": shown["language"],
        "genre": shown["category"]["name"],
        "keywords": ", ".join(term["name"] for term in (*shown["rooms"], *shown["styles"])),
        "locationCreated": _town(shown["city"]),
        "creator": {
            "@type": "Organization",
            "name": shown["specialist"]["name"],
            "url": absolute(shown["specialist"]["url"]),
        },
    }
    if shown["completed_on"]:
        work["dateCreated"] = shown["completed_on"].isoformat()
    images = [_image(photo) for photo in shown["photos"] if photo["picture"]]
    gallery = {"@type": "ImageGallery", "name": shown["title"], "url": place, "about": {"@id": work["@id"]}}
    return {"@graph": [_told(work), {**gallery, "image": images}] if images else [_told(work)]}


def _image(photo: Values) -> Data:
    picture = photo["picture"]
    image = {"@type": "ImageObject", "contentUrl": absolute(picture["src"]), "caption": photo["caption"]}
    return {**_told(image), "width": picture["width"], "height": picture["height"]}


def specialist(shown: Values, covers: Sequence[Values]) -> Data:
    """A specialist of selectors.detail: a business when it is a company, a person otherwise."""
    is_company = shown["kind"] == "company"
    place = absolute(shown["url"])
    data: Data = {
        "@type": "LocalBusiness" if is_company else "Person",
        "@id": f"{place}#specialist",
        "name": shown["name"],
        "url": place,
        "description": shown["headline"],
        "knowsLanguage": list(shown["languages"]),
        "makesOffer": [_offer(offering) for offering in shown["offerings"]],
    }
    if covers:
        data["image"] = absolute(covers[0]["src"])
    if shown["city"]:
        data |= {"areaServed": _town(shown["city"])} if is_company else {}
        data["address"] = {"@type": "PostalAddress", "addressLocality": shown["city"]}
    if is_company and shown["rating_count"]:
        rating = {"ratingValue": shown["rating"], "reviewCount": shown["rating_count"]}
        data["aggregateRating"] = {"@type": "AggregateRating", **rating}
    return _told(data)


def _offer(offering: Values) -> Data:
    offer: Data = {"@type": "Offer", "itemOffered": {"@type": "Service", "name": offering["title"]}}
    if offering["price"]:
        offer |= {"price": f"{offering['price'].amount}", "priceCurrency": offering["price"].currency}
    return offer


def _town(name: str) -> Data:
    return {"@type": "Place", "name": name}


def _told(data: Data) -> Data:
    """Without what nobody told."""
    return {key: value for key, value in data.items() if value not in ("", [], None)}
