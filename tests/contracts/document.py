"""The OpenAPI document, as the tests go through it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "put", "post", "patch", "delete", "head", "options")


@dataclass(frozen=True)
class Described:
    """One operation of the document."""

    name: str
    method: str
    path: str
    body: dict[str, Any]

    def parameters(self, where: str) -> list[dict[str, Any]]:
        return [p for p in self.body.get("parameters", []) if p["in"] == where]

    @property
    def path_names(self) -> list[str]:
        return [parameter["name"] for parameter in self.parameters("path")]

    @property
    def is_conditional(self) -> bool:
        return any(p["name"] == "If-Match" for p in self.parameters("header"))

    @property
    def body_example(self) -> Any:
        content = self.body.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("example")

    @property
    def form_is_wanted(self) -> bool:
        content = self.body.get("requestBody", {}).get("content", {})
        return "multipart/form-data" in content

    @property
    def queries(self) -> dict[str, Any]:
        """The required parameters of the query with their examples."""
        return {
            p["name"]: p["schema"].get("example", p.get("example"))
            for p in self.parameters("query")
            if p.get("required")
        }


class Document:
    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec

    def operations(self) -> Iterator[Described]:
        for path, item in self.spec["paths"].items():
            shared = item.get("parameters", [])
            for method in METHODS:
                if method in item:
                    body = dict(item[method])
                    body["parameters"] = [*shared, *body.get("parameters", [])]
                    yield Described(body["operationId"], method.upper(), path, body)

    def operation(self, name: str) -> Described:
        return next(found for found in self.operations() if found.name == name)
