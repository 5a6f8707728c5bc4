import pytest

from kg.serve.pages.negotiation import negotiate


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/n-triples, */*;q=0.1", "nt"),
        ("text/html;q=0.2, text/turtle;q=0.3", "ttl"),
        ("TEXT/TURTLE ; Q=0.5", "ttl"),
        ("text/*;q=0.3, text/html;q=0", "ttl"),
        ("application/*", "html"),
        ("image/png", None),
        ("text/turtle;q=0", None),
        ("text/turtle;q=nonsense", None),
        (",,;q=1,", None),
    ],
)
def test_the_form_that_is_liked_best(accept: str, form: str | None) -> None:
    assert negotiate(accept) == form
