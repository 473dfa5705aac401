"""The least that a redirect can be: the same status and headers as ours, and nothing else."""

from collections.abc import Iterable
from typing import Any

HEADERS = [
    ("Cache-Control", "no-store"),
    ("X-Robots-Tag", "noindex"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer-when-downgrade"),
    ("Content-Length", "0"),
    (
        "Location",
        "https://northwind.example/stories/spring-closures?utm_source=linkedin&utm_medium=employee_advocacy"
        "&utm_campaign=spring&utm_content=0f8fad5b-d9cb-469f-a165-70867728950e&adv_cid=AZx2VvEAcACk0Vb4mZ6y2Q",
    ),
]


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("302 Found", list(HEADERS))
    return (b"",)
