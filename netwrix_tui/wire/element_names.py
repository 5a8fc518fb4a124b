"""Names on the wire and the fields of a record that they stand for.

Source: "Activity Record Structure" in the vendor's documentation; the names of product versions
8.0 to 8.5 (``AuditedSystem``, ``ManagedObject``) are read, never written.
"""

from __future__ import annotations

NAMESPACE = "http://schemas.netwrix.com/api/v1/activity_records/"
BASE_PATH = "/netwrix/api/v1/activity_records/"
"""The path of the API's endpoints ("API Endpoints" in the vendor's documentation)."""

ERROR_NAMESPACE = "http://schemas.netwrix.com/api/v1/"

TEXT_FIELDS: dict[str, str] = {
    "RID": "rid",
    "Who": "who",
    "Action": "action",
    "What": "what",
    "When": "when",
    "Where": "where",
    "ObjectType": "object_type",
    "DataSource": "data_source",
    "AuditedSystem": "data_source",
    "Workstation": "workstation",
}
"""Fields whose value is text."""

PLAN_NAMES = frozenset({"MonitoringPlan", "ManagedObject"})
"""Names of the monitoring plan: an object with Name and ID, or plain text."""

DETAIL_FIELDS: dict[str, str] = {
    "PropertyName": "property_name",
    "Message": "message",
    "Before": "before",
    "After": "after",
}
