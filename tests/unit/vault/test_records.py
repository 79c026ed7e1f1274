"""The one list of columns that hold records is whole, and says of each what the part of the hub says that seals it."""

from __future__ import annotations

import sqlalchemy as sa

from linkwright.access.oidc import settings as oidc_settings
from linkwright.access.two_step import service as two_step
from linkwright.approvals import sealing as approvals
from linkwright.events.sealing import WEBHOOK_SECRET
from linkwright.ledger import service as ledger
from linkwright.linking.sign_in.service import ENTERED, VERIFIER
from linkwright.logs import bodies
from linkwright.receiving.sealing import PROVIDER_EVENTS_SECRET
from linkwright.store.records import NOT_RECORDS, RECORDS
from linkwright.store.tables import metadata


def test_every_column_of_bytes_is_listed_as_records_or_as_none() -> None:
    listed = {str(column.record) for column in RECORDS} | {str(column) for column in NOT_RECORDS}
    assert {
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.LargeBinary)
    } == listed
    assert len(listed) == len(RECORDS) + len(NOT_RECORDS)


def test_fixed_fields_are_named_as_those_who_seal_them_name_them() -> None:
    fixed = {str(column.record): column.field for column in RECORDS if isinstance(column.field, str)}
    assert fixed == {
        "webhook_secrets.record": WEBHOOK_SECRET,
        "provider_subscriptions.record": PROVIDER_EVENTS_SECRET,
        "member_two_step.record": two_step.FIELD,
        "sign_in_settings.secret_record": oidc_settings.FIELD,
        "approvals.shown": approvals._FIELD,
        "sign_in_flows.verifier": VERIFIER,
        "sign_in_flows.entered": ENTERED,
        "writes.answer": ledger._ANSWER,
        "runs.bodies": bodies._FIELD,
    }
