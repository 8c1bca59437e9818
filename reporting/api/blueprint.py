"""The part of the API that this room answers."""

from flask_openapi3 import APIBlueprint, Tag

api = APIBlueprint("reporting_api", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="reporting")])
