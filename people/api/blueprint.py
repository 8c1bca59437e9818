"""The one blueprint of this part of the API."""

from typing import Any

from flask_openapi3 import APIBlueprint, Tag

api = APIBlueprint("people_api", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="people")])

Answer = dict[str, Any]
