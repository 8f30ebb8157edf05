"""The published JSON Schema of a negotiation file."""

from typing import Any

from accord.negotiation import json_schema
from accord.statements import Says


def _objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema["$defs"].values()]


def test_every_object_refuses_unknown_keys_and_every_field_is_described() -> None:
    for part in _objects(json_schema()):
        if part.get("type") != "object":
            continue
        assert part["additionalProperties"] is False
        assert all("description" in field for field in part["properties"].values())


def test_the_schema_lists_the_claims_and_names_drafted_parts_as_the_file_does() -> None:
    schema = json_schema()
    assert schema["$defs"]["Says"]["enum"] == [says.value for says in Says]
    assert "from" in schema["$defs"]["Issue"]["properties"]
    assert "$id" not in schema
