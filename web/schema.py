"""What the API's description says of every endpoint alike."""

from typing import Any

ERROR = {
    "type": "object",
    "description": "Whatever went wrong, in one form.",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "code": {"type": "string", "description": "For programs; it does not change."},
                "message": {"type": "string", "description": "For people, in their language."},
                "fields": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
            },
            "required": ["code", "fields", "message"],
        }
    },
    "required": ["error"],
}
REFUSED = {
    "description": "Refused, or not possible.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Say that answers have all their keys always, and what a refusal looks like (a drf-spectacular hook)."""
    schemas = result["components"]["schemas"]
    for name, schema in schemas.items():
        # Requests are described apart from answers, under names of their own.
        if "properties" in schema and not name.endswith("Request"):
            schema["required"] = sorted(schema["properties"])
        for said in schema.get("properties", {}).values():
            if said.pop("nullable", False):  # the notation before OpenAPI 3.1, which DRF's pages keep to
                said["type"] = [said["type"], "null"]
    schemas["Error"] = ERROR
    for methods in result["paths"].values():
        for operation in methods.values():
            operation["responses"]["default"] = REFUSED
    return result
