"""Lay the tables of every room"""

import sqlalchemy as sa
from alembic import op

import foundation.database


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agency',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('telephone', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency')),
    sa.UniqueConstraint('key', name=op.f('uq_agency_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_agency_public_id'))
    )
    op.create_table('audit_entry',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=20), nullable=True),
    sa.Column('acting_for', sa.String(length=20), nullable=True),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.String(length=20), nullable=True),
    sa.Column('changes', sa.Boolean(), nullable=False),
    sa.Column('request_id', sa.String(length=32), nullable=False),
    sa.Column('payload_hash', sa.String(length=64), nullable=False),
    sa.Column('prev_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entry_child', ['child_id', 'seq'], unique=False)
        batch_op.create_index('ix_audit_entry_subject', ['subject_kind', 'subject_id', 'seq'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('at', foundation.database.Instant(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )
    op.create_table('dispatcher_heartbeat',
    sa.Column('worker', sa.String(length=120), nullable=False),
    sa.Column('started_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('ticked_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('cycle_started_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('cycle_ended_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('cycles', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('worker', name=op.f('pk_dispatcher_heartbeat'))
    )
    op.create_table('household',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('restricted_address', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_household')),
    sa.UniqueConstraint('public_id', name=op.f('uq_household_public_id'))
    )
    op.create_table('idempotency_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('client', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('body_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('location', sa.Text(), nullable=False),
    sa.Column('content_type', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_idempotency_key')),
    sa.UniqueConstraint('client', 'key', name=op.f('uq_idempotency_key_client_key'))
    )
    op.create_table('link_tries',
    sa.Column('address', sa.String(length=64), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('since', foundation.database.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('address', name=op.f('pk_link_tries'))
    )
    op.create_table('mail_server',
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('use', sa.String(length=10), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('down_since', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('try_again_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('said', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('address', name=op.f('pk_mail_server'))
    )
    op.create_table('outage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('began_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('ended_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outage')),
    sa.UniqueConstraint('ended_at', name=op.f('uq_outage_ended_at')),
    sa.UniqueConstraint('public_id', name=op.f('uq_outage_public_id'))
    )
    op.create_table('reference_counter',
    sa.Column('letter', sa.String(length=2), nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('letter', 'year', name=op.f('pk_reference_counter'))
    )
    op.create_table('sign_in_failure',
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('last_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_sign_in_failure'))
    )
    op.create_table('audit_payload',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['seq'], ['audit_entry.seq'], name=op.f('fk_audit_payload_seq')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_payload'))
    )
    op.create_table('child',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('name_key', sa.String(length=200), nullable=False),
    sa.Column('date_of_birth', sa.Date(), nullable=True),
    sa.Column('expected_date_of_birth', sa.Date(), nullable=True),
    sa.Column('planned_discharge_on', sa.Date(), nullable=True),
    sa.Column('first_language', sa.String(length=100), nullable=False),
    sa.Column('interpreter_needed', sa.Boolean(), nullable=False),
    sa.Column('communication_needs', sa.Text(), nullable=False),
    sa.Column('school', sa.String(length=200), nullable=False),
    sa.Column('household_id', sa.Integer(), nullable=False),
    sa.Column('plan', sa.String(length=30), nullable=False),
    sa.Column('plan_category', sa.String(length=30), nullable=True),
    sa.Column('plan_since', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(date_of_birth is null) <> (expected_date_of_birth is null)', name=op.f('ck_child_born_or_expected')),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_child_household_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_child')),
    sa.UniqueConstraint('public_id', name=op.f('uq_child_public_id'))
    )
    with op.batch_alter_table('child', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_child_household_id'), ['household_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_child_name_key'), ['name_key'], unique=False)

    op.create_table('family_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('household_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('relation', sa.String(length=100), nullable=False),
    sa.Column('parental_responsibility', sa.String(length=30), nullable=False),
    sa.Column('lives_here', sa.Boolean(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('telephone', sa.String(length=40), nullable=False),
    sa.Column('contact_is_safe', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(length=100), nullable=False),
    sa.Column('interpreter_needed', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_family_member_household_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_member')),
    sa.UniqueConstraint('public_id', name=op.f('uq_family_member_public_id'))
    )
    with op.batch_alter_table('family_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_family_member_household_id'), ['household_id'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('name_key', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('telephone', sa.String(length=40), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=True),
    sa.Column('discipline', sa.String(length=60), nullable=True),
    sa.Column('seniority', sa.String(length=30), nullable=False),
    sa.Column('manager_id', sa.Integer(), nullable=True),
    sa.Column('registered_social_worker', sa.Boolean(), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('keyboard_shortcuts', sa.Boolean(), nullable=False),
    sa.Column('undeliverable', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("role is null or email <> ''", name=op.f('ck_person_account_needs_address')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_person_agency_id')),
    sa.ForeignKeyConstraint(['manager_id'], ['person.id'], name=op.f('fk_person_manager_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email_key', name=op.f('uq_person_email_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_public_id'))
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index('ix_person_agency', ['agency_id'], unique=False)
        batch_op.create_index('ix_person_manager', ['manager_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_person_name_key'), ['name_key'], unique=False)

    op.create_table('service',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('name_key', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_service_agency_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service')),
    sa.UniqueConstraint('agency_id', 'name_key', name=op.f('uq_service_agency_id_name_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_service_public_id'))
    )
    op.create_table('absence',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_absence_deputy_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_absence_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absence')),
    sa.UniqueConstraint('public_id', name=op.f('uq_absence_public_id'))
    )
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.create_index('ix_absence_person', ['person_id', 'from_on'], unique=False)

    op.create_table('adult_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('lives_here', sa.String(length=30), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_adult_account_agency_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_adult_account_entered_by_id')),
    sa.ForeignKeyConstraint(['member_id'], ['family_member.id'], name=op.f('fk_adult_account_member_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adult_account')),
    sa.UniqueConstraint('public_id', name=op.f('uq_adult_account_public_id'))
    )
    with op.batch_alter_table('adult_account', schema=None) as batch_op:
        batch_op.create_index('ix_adult_account_member', ['member_id'], unique=False)

    op.create_table('adult_asked',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('adult', sa.String(length=30), nullable=False),
    sa.Column('answer', sa.String(length=30), nullable=False),
    sa.Column('asked_whom', sa.String(length=200), nullable=False),
    sa.Column('steps', sa.Text(), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_adult_asked_asked_by_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_adult_asked_child_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adult_asked')),
    sa.UniqueConstraint('public_id', name=op.f('uq_adult_asked_public_id'))
    )
    with op.batch_alter_table('adult_asked', schema=None) as batch_op:
        batch_op.create_index('ix_adult_asked_child', ['child_id'], unique=False)

    op.create_table('analysis',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('thinking', sa.Text(), nullable=False),
    sa.Column('alternatives', sa.Text(), nullable=False),
    sa.Column('rests_on', sa.JSON(), nullable=False),
    sa.Column('confidence', sa.String(length=30), nullable=False),
    sa.Column('would_change', sa.Text(), nullable=False),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_analysis_child_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['analysis.id'], name=op.f('fk_analysis_replaces_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_analysis_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_analysis')),
    sa.UniqueConstraint('public_id', name=op.f('uq_analysis_public_id'))
    )
    with op.batch_alter_table('analysis', schema=None) as batch_op:
        batch_op.create_index('ix_analysis_child', ['child_id', 'written_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_analysis_replaces_id'), ['replaces_id'], unique=False)

    op.create_table('api_token',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('scopes', sa.Text(), nullable=False),
    sa.Column('read_only', sa.Boolean(), nullable=False),
    sa.Column('created_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('revoked_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_api_token_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_token')),
    sa.UniqueConstraint('public_id', name=op.f('uq_api_token_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_token_token_hash'))
    )
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_token_person_id'), ['person_id'], unique=False)

    op.create_table('area_lived',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('area', sa.String(length=200), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=True),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('who_knows', sa.Text(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_area_lived_child_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_area_lived_entered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area_lived')),
    sa.UniqueConstraint('public_id', name=op.f('uq_area_lived_public_id'))
    )
    with op.batch_alter_table('area_lived', schema=None) as batch_op:
        batch_op.create_index('ix_area_lived_child', ['child_id'], unique=False)

    op.create_table('area_move',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(length=30), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('giving_id', sa.Integer(), nullable=False),
    sa.Column('receiving_id', sa.Integer(), nullable=False),
    sa.Column('their_manager_id', sa.Integer(), nullable=True),
    sa.Column('notice_on', sa.Date(), nullable=False),
    sa.Column('notice', sa.Text(), nullable=False),
    sa.Column('needs_conference', sa.Boolean(), nullable=False),
    sa.Column('answer_due_on', sa.Date(), nullable=False),
    sa.Column('working', sa.JSON(), nullable=False),
    sa.Column('papers', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('answered_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('told_how', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_area_move_agency_id')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_area_move_answered_by_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_area_move_child_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_area_move_entered_by_id')),
    sa.ForeignKeyConstraint(['giving_id'], ['person.id'], name=op.f('fk_area_move_giving_id')),
    sa.ForeignKeyConstraint(['receiving_id'], ['person.id'], name=op.f('fk_area_move_receiving_id')),
    sa.ForeignKeyConstraint(['their_manager_id'], ['person.id'], name=op.f('fk_area_move_their_manager_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area_move')),
    sa.UniqueConstraint('public_id', name=op.f('uq_area_move_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_area_move_reference'))
    )
    with op.batch_alter_table('area_move', schema=None) as batch_op:
        batch_op.create_index('ix_area_move_child', ['child_id', 'id'], unique=False)
        batch_op.create_index('ix_area_move_state', ['state', 'answer_due_on'], unique=False)
        batch_op.create_index('uq_area_move_noticed', ['child_id'], unique=True, sqlite_where=sa.text("state = 'noticed'"), postgresql_where=sa.text("state = 'noticed'"))

    op.create_table('assumption',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('held_by', sa.String(length=200), nullable=False),
    sa.Column('evidence_for', sa.Text(), nullable=False),
    sa.Column('evidence_against', sa.Text(), nullable=False),
    sa.Column('how_to_test', sa.Text(), nullable=False),
    sa.Column('like_for_child', sa.Text(), nullable=False),
    sa.Column('noted_by_id', sa.Integer(), nullable=False),
    sa.Column('noted_on', sa.Date(), nullable=False),
    sa.Column('result', sa.String(length=30), nullable=False),
    sa.Column('result_words', sa.Text(), nullable=False),
    sa.Column('tested_on', sa.Date(), nullable=True),
    sa.Column('tested_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_assumption_child_id')),
    sa.ForeignKeyConstraint(['noted_by_id'], ['person.id'], name=op.f('fk_assumption_noted_by_id')),
    sa.ForeignKeyConstraint(['tested_by_id'], ['person.id'], name=op.f('fk_assumption_tested_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assumption')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assumption_public_id'))
    )
    with op.batch_alter_table('assumption', schema=None) as batch_op:
        batch_op.create_index('ix_assumption_child', ['child_id'], unique=False)

    op.create_table('belief',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('meaning', sa.Text(), nullable=False),
    sa.Column('said_by', sa.String(length=200), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_belief_child_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_belief_entered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_belief')),
    sa.UniqueConstraint('public_id', name=op.f('uq_belief_public_id'))
    )
    with op.batch_alter_table('belief', schema=None) as batch_op:
        batch_op.create_index('ix_belief_child', ['child_id'], unique=False)

    op.create_table('case_audit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('auditor_id', sa.Integer(), nullable=False),
    sa.Column('drawn_by_id', sa.Integer(), nullable=False),
    sa.Column('drawn_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('grades', sa.JSON(), nullable=False),
    sa.Column('good', sa.Text(), nullable=False),
    sa.Column('to_mend', sa.Text(), nullable=False),
    sa.Column('graded_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['auditor_id'], ['person.id'], name=op.f('fk_case_audit_auditor_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_case_audit_child_id')),
    sa.ForeignKeyConstraint(['drawn_by_id'], ['person.id'], name=op.f('fk_case_audit_drawn_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_audit')),
    sa.UniqueConstraint('public_id', name=op.f('uq_case_audit_public_id'))
    )
    with op.batch_alter_table('case_audit', schema=None) as batch_op:
        batch_op.create_index('ix_case_audit_auditor', ['auditor_id', 'graded_at'], unique=False)
        batch_op.create_index('ix_case_audit_child', ['child_id'], unique=False)

    op.create_table('case_summary',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('risks', sa.Text(), nullable=False),
    sa.Column('steps_taken', sa.Text(), nullable=False),
    sa.Column('what_is_different', sa.Text(), nullable=False),
    sa.Column('needs_next', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_case_summary_child_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_case_summary_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_summary')),
    sa.UniqueConstraint('public_id', name=op.f('uq_case_summary_public_id'))
    )
    with op.batch_alter_table('case_summary', schema=None) as batch_op:
        batch_op.create_index('ix_case_summary_child', ['child_id', 'written_at'], unique=False)

    op.create_table('change_notice',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=True),
    sa.Column('household_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('published_by_id', sa.Integer(), nullable=False),
    sa.Column('published_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_change_notice_household_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['person.id'], name=op.f('fk_change_notice_published_by_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_change_notice_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_notice')),
    sa.UniqueConstraint('public_id', name=op.f('uq_change_notice_public_id'))
    )
    with op.batch_alter_table('change_notice', schema=None) as batch_op:
        batch_op.create_index('ix_change_notice_service', ['service_id'], unique=False)

    op.create_table('child_relation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_child_relation_child_id')),
    sa.ForeignKeyConstraint(['other_id'], ['child.id'], name=op.f('fk_child_relation_other_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_child_relation')),
    sa.UniqueConstraint('child_id', 'other_id', name=op.f('uq_child_relation_child_id_other_id'))
    )
    with op.batch_alter_table('child_relation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_child_relation_other_id'), ['other_id'], unique=False)

    op.create_table('chronology_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('happened_to', sa.Date(), nullable=True),
    sa.Column('about', sa.Boolean(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('incident', sa.String(length=30), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('significance', sa.Text(), nullable=False),
    sa.Column('effect_on_child', sa.Text(), nullable=False),
    sa.Column('rests_on', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('what_else', sa.Text(), nullable=False),
    sa.Column('confidence', sa.String(length=10), nullable=False),
    sa.Column('would_change', sa.Text(), nullable=False),
    sa.Column('serious_incident', sa.Boolean(), nullable=False),
    sa.Column('shows', sa.String(length=30), nullable=False),
    sa.Column('account_of', sa.String(length=30), nullable=False),
    sa.Column('differs_from', sa.String(length=20), nullable=False),
    sa.Column('linked_causes', sa.Text(), nullable=False),
    sa.Column('safety_plan', sa.Text(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_chronology_entry_child_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_chronology_entry_entered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chronology_entry')),
    sa.UniqueConstraint('public_id', name=op.f('uq_chronology_entry_public_id'))
    )
    with op.batch_alter_table('chronology_entry', schema=None) as batch_op:
        batch_op.create_index('ix_chronology_entry_child', ['child_id', 'happened_on'], unique=False)
        batch_op.create_index('ix_chronology_entry_writer', ['child_id', 'entered_by_id', 'entered_at'], unique=False)

    op.create_table('conflict_of_interest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('declared_by_id', sa.Integer(), nullable=False),
    sa.Column('declared_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_conflict_of_interest_child_id')),
    sa.ForeignKeyConstraint(['declared_by_id'], ['person.id'], name=op.f('fk_conflict_of_interest_declared_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conflict_of_interest_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict_of_interest')),
    sa.UniqueConstraint('person_id', 'child_id', name=op.f('uq_conflict_of_interest_person_id_child_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_conflict_of_interest_public_id'))
    )
    with op.batch_alter_table('conflict_of_interest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conflict_of_interest_child_id'), ['child_id'], unique=False)

    op.create_table('contact_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('household_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('name_key', sa.String(length=200), nullable=False),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('ended_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['household_id'], ['household.id'], name=op.f('fk_contact_rule_household_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_contact_rule_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_rule')),
    sa.UniqueConstraint('public_id', name=op.f('uq_contact_rule_public_id'))
    )
    with op.batch_alter_table('contact_rule', schema=None) as batch_op:
        batch_op.create_index('ix_contact_rule_household', ['household_id'], unique=False)

    op.create_table('debrief',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('about_id', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('offered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('answered_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('with_id', sa.Integer(), nullable=True),
    sa.Column('arranged_for', sa.Date(), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_debrief_person_id')),
    sa.ForeignKeyConstraint(['with_id'], ['person.id'], name=op.f('fk_debrief_with_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_debrief')),
    sa.UniqueConstraint('person_id', 'about_id', name=op.f('uq_debrief_person_id_about_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_debrief_public_id'))
    )
    with op.batch_alter_table('debrief', schema=None) as batch_op:
        batch_op.create_index('ix_debrief_due', ['due_on'], unique=False)
        batch_op.create_index('ix_debrief_with', ['with_id'], unique=False)

    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('write_up_on', sa.Date(), nullable=True),
    sa.Column('started_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('finished_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('became', sa.String(length=20), nullable=False),
    sa.Column('dropped_because', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_draft_child_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_draft_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('public_id', name=op.f('uq_draft_public_id'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_child_id'), ['child_id'], unique=False)
        batch_op.create_index('ix_draft_person', ['person_id', 'finished_at'], unique=False)

    op.create_table('engagement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('engagement', sa.String(length=30), nullable=False),
    sa.Column('change', sa.String(length=30), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('fear', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_engagement_child_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_engagement_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_engagement')),
    sa.UniqueConstraint('public_id', name=op.f('uq_engagement_public_id'))
    )
    with op.batch_alter_table('engagement', schema=None) as batch_op:
        batch_op.create_index('ix_engagement_child', ['child_id', 'seen_on'], unique=False)

    op.create_table('escalation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('stage', sa.Integer(), nullable=True),
    sa.Column('policy', sa.String(length=40), nullable=False),
    sa.Column('ladder', sa.JSON(), nullable=False),
    sa.Column('raiser_id', sa.Integer(), nullable=False),
    sa.Column('raiser_agency_id', sa.Integer(), nullable=False),
    sa.Column('name_held_back', sa.Boolean(), nullable=False),
    sa.Column('against_agency_id', sa.Integer(), nullable=False),
    sa.Column('decision_maker_id', sa.Integer(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('about_kind', sa.String(length=30), nullable=False),
    sa.Column('about_id', sa.String(length=20), nullable=True),
    sa.Column('about_text', sa.Text(), nullable=False),
    sa.Column('theme', sa.String(length=40), nullable=False),
    sa.Column('concern', sa.Text(), nullable=False),
    sa.Column('outcome_sought', sa.Text(), nullable=False),
    sa.Column('effect_on_child', sa.Text(), nullable=False),
    sa.Column('immediate_risk', sa.Boolean(), nullable=False),
    sa.Column('interim_safety', sa.Text(), nullable=False),
    sa.Column('drafted_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('raised_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('cap_on', sa.Date(), nullable=True),
    sa.Column('fast_tracked', sa.Boolean(), nullable=False),
    sa.Column('fast_track_reason', sa.Text(), nullable=False),
    sa.Column('reopened', sa.Integer(), nullable=False),
    sa.Column('agreed_by_raiser_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('agreed_by_responder_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('agreed_statement', sa.Text(), nullable=False),
    sa.Column('rationale', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('resolved_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('feedback', sa.Text(), nullable=False),
    sa.Column('feedback_due_on', sa.Date(), nullable=True),
    sa.Column('feedback_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('satisfaction', sa.String(length=10), nullable=False),
    sa.Column('satisfaction_words', sa.Text(), nullable=False),
    sa.Column('copied_by', sa.JSON(), nullable=False),
    sa.Column('copied_told_by', sa.String(length=500), nullable=False),
    sa.Column('learning', sa.Text(), nullable=False),
    sa.Column('no_actions_because', sa.Text(), nullable=False),
    sa.Column('closed_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['against_agency_id'], ['agency.id'], name=op.f('fk_escalation_against_agency_id')),
    sa.ForeignKeyConstraint(['decision_maker_id'], ['person.id'], name=op.f('fk_escalation_decision_maker_id')),
    sa.ForeignKeyConstraint(['raiser_agency_id'], ['agency.id'], name=op.f('fk_escalation_raiser_agency_id')),
    sa.ForeignKeyConstraint(['raiser_id'], ['person.id'], name=op.f('fk_escalation_raiser_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_escalation_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_escalation_reference'))
    )
    with op.batch_alter_table('escalation', schema=None) as batch_op:
        batch_op.create_index('ix_escalation_against', ['against_agency_id'], unique=False)
        batch_op.create_index('ix_escalation_raiser', ['raiser_id'], unique=False)
        batch_op.create_index('ix_escalation_state', ['state', 'stage'], unique=False)

    op.create_table('escalation_policy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('based_on', sa.String(length=40), nullable=False),
    sa.Column('ladder', sa.JSON(), nullable=False),
    sa.Column('cap_working_days', sa.Integer(), nullable=False),
    sa.Column('cap_reason', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('effective_from', sa.Date(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('made_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_escalation_policy_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalation_policy')),
    sa.UniqueConstraint('number', name=op.f('uq_escalation_policy_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_escalation_policy_public_id'))
    )
    op.create_table('explanation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('about_id', sa.String(length=20), nullable=True),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('explained', sa.Boolean(), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('explained_on', sa.Date(), nullable=False),
    sa.Column('child_said', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_explanation_child_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_explanation_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_explanation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_explanation_public_id'))
    )
    with op.batch_alter_table('explanation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_explanation_about_id'), ['about_id'], unique=False)
        batch_op.create_index('ix_explanation_child', ['child_id'], unique=False)

    op.create_table('fresh_eyes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('because', sa.String(length=30), nullable=False),
    sa.Column('opened_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('seen', sa.Text(), nullable=False),
    sa.Column('different', sa.Text(), nullable=False),
    sa.Column('reviewed_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_fresh_eyes_child_id')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['person.id'], name=op.f('fk_fresh_eyes_reviewed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fresh_eyes')),
    sa.UniqueConstraint('public_id', name=op.f('uq_fresh_eyes_public_id'))
    )
    with op.batch_alter_table('fresh_eyes', schema=None) as batch_op:
        batch_op.create_index('ix_fresh_eyes_child', ['child_id', 'reviewed_at'], unique=False)

    op.create_table('indicator_seen',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('indicator', sa.String(length=30), nullable=False),
    sa.Column('marked', sa.Boolean(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('rests_on', sa.JSON(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_indicator_seen_child_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_indicator_seen_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_seen')),
    sa.UniqueConstraint('public_id', name=op.f('uq_indicator_seen_public_id'))
    )
    with op.batch_alter_table('indicator_seen', schema=None) as batch_op:
        batch_op.create_index('ix_indicator_seen_child', ['child_id', 'indicator', 'seen_on'], unique=False)

    op.create_table('information_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('asked_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_information_request_agency_id')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_information_request_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_information_request_asked_by_id')),
    sa.ForeignKeyConstraint(['asked_id'], ['person.id'], name=op.f('fk_information_request_asked_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_information_request_child_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_information_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_information_request_public_id'))
    )
    with op.batch_alter_table('information_request', schema=None) as batch_op:
        batch_op.create_index('ix_information_request_asked', ['asked_id'], unique=False)
        batch_op.create_index('ix_information_request_child', ['child_id'], unique=False)

    op.create_table('involvement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True),
    sa.Column('direct_contact', sa.Boolean(), nullable=False),
    sa.Column('what', sa.String(length=200), nullable=False),
    sa.Column('holiday_cover', sa.String(length=200), nullable=False),
    sa.Column('ended_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('end_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_involvement_agency_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_involvement_child_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_involvement_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_involvement')),
    sa.UniqueConstraint('public_id', name=op.f('uq_involvement_public_id'))
    )
    with op.batch_alter_table('involvement', schema=None) as batch_op:
        batch_op.create_index('ix_involvement_agency', ['agency_id'], unique=False)
        batch_op.create_index('ix_involvement_child', ['child_id'], unique=False)
        batch_op.create_index('ix_involvement_person', ['person_id', 'child_id'], unique=False)

    op.create_table('iro_dispute',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('raised_by_id', sa.Integer(), nullable=False),
    sa.Column('answers_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('wanted', sa.Text(), nullable=False),
    sa.Column('raised_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('informal_on', sa.Date(), nullable=False),
    sa.Column('total_on', sa.Date(), nullable=False),
    sa.Column('dates', sa.JSON(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('referred_because', sa.Text(), nullable=False),
    sa.Column('referred_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('settled_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answers_id'], ['person.id'], name=op.f('fk_iro_dispute_answers_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_iro_dispute_child_id')),
    sa.ForeignKeyConstraint(['raised_by_id'], ['person.id'], name=op.f('fk_iro_dispute_raised_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_iro_dispute')),
    sa.UniqueConstraint('public_id', name=op.f('uq_iro_dispute_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_iro_dispute_reference'))
    )
    with op.batch_alter_table('iro_dispute', schema=None) as batch_op:
        batch_op.create_index('ix_iro_dispute_answers', ['answers_id', 'state'], unique=False)
        batch_op.create_index('ix_iro_dispute_child', ['child_id'], unique=False)

    op.create_table('joint_look',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('raised_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('looked_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('looked_by_id', sa.Integer(), nullable=True),
    sa.Column('what_came', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_joint_look_child_id')),
    sa.ForeignKeyConstraint(['looked_by_id'], ['person.id'], name=op.f('fk_joint_look_looked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_joint_look')),
    sa.UniqueConstraint('public_id', name=op.f('uq_joint_look_public_id'))
    )
    with op.batch_alter_table('joint_look', schema=None) as batch_op:
        batch_op.create_index('ix_joint_look_child', ['child_id'], unique=False)
        batch_op.create_index('uq_joint_look_open', ['child_id'], unique=True, sqlite_where=sa.text('looked_at is null'), postgresql_where=sa.text('looked_at is null'))

    op.create_table('kept_form',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.Text(), nullable=False),
    sa.Column('typed', sa.LargeBinary(), nullable=False),
    sa.Column('sealed', sa.Boolean(), nullable=False),
    sa.Column('kept_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_kept_form_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_form')),
    sa.UniqueConstraint('public_id', name=op.f('uq_kept_form_public_id'))
    )
    with op.batch_alter_table('kept_form', schema=None) as batch_op:
        batch_op.create_index('ix_kept_form_person', ['person_id'], unique=False)

    op.create_table('lead_gap',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('from_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('to_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_lead_gap_child_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_gap')),
    sa.UniqueConstraint('public_id', name=op.f('uq_lead_gap_public_id'))
    )
    with op.batch_alter_table('lead_gap', schema=None) as batch_op:
        batch_op.create_index('ix_lead_gap_child', ['child_id'], unique=False)
        batch_op.create_index('uq_lead_gap_open', ['child_id'], unique=True, sqlite_where=sa.text('to_at is null'), postgresql_where=sa.text('to_at is null'))

    op.create_table('lead_professional',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('nominated_by_id', sa.Integer(), nullable=False),
    sa.Column('nominated_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('interim', sa.Boolean(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('started_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('ended_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('load', sa.Text(), nullable=False),
    sa.Column('load_agreed_by_id', sa.Integer(), nullable=True),
    sa.Column('load_reason', sa.Text(), nullable=False),
    sa.Column('family_view', sa.Text(), nullable=False),
    sa.Column('handover_of_id', sa.Integer(), nullable=True),
    sa.Column('handover_note', sa.Text(), nullable=False),
    sa.Column('introduction', sa.Text(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=True),
    sa.Column('deputy_from', sa.Date(), nullable=True),
    sa.Column('deputy_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_lead_professional_child_id')),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_lead_professional_deputy_id')),
    sa.ForeignKeyConstraint(['handover_of_id'], ['lead_professional.id'], name=op.f('fk_lead_professional_handover_of_id')),
    sa.ForeignKeyConstraint(['load_agreed_by_id'], ['person.id'], name=op.f('fk_lead_professional_load_agreed_by_id')),
    sa.ForeignKeyConstraint(['nominated_by_id'], ['person.id'], name=op.f('fk_lead_professional_nominated_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_lead_professional_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_professional')),
    sa.UniqueConstraint('public_id', name=op.f('uq_lead_professional_public_id'))
    )
    with op.batch_alter_table('lead_professional', schema=None) as batch_op:
        batch_op.create_index('ix_lead_professional_child', ['child_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_professional_deputy_id'), ['deputy_id'], unique=False)
        batch_op.create_index('ix_lead_professional_person', ['person_id', 'state'], unique=False)
        batch_op.create_index('uq_lead_professional_leading', ['child_id'], unique=True, sqlite_where=sa.text("state in ('active', 'handover_proposed')"), postgresql_where=sa.text("state in ('active', 'handover_proposed')"))
        batch_op.create_index('uq_lead_professional_pending', ['child_id'], unique=True, sqlite_where=sa.text("state in ('nominated', 'accepted')"), postgresql_where=sa.text("state in ('nominated', 'accepted')"))

    op.create_table('listening',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('trusts', sa.Text(), nullable=False),
    sa.Column('aids', sa.Text(), nullable=False),
    sa.Column('advocacy', sa.String(length=30), nullable=False),
    sa.Column('advocacy_on', sa.Date(), nullable=True),
    sa.Column('advocacy_note', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_listening_child_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_listening_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listening')),
    sa.UniqueConstraint('public_id', name=op.f('uq_listening_public_id'))
    )
    with op.batch_alter_table('listening', schema=None) as batch_op:
        batch_op.create_index('ix_listening_child', ['child_id'], unique=False)

    op.create_table('meeting_series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('uid', sa.String(length=120), nullable=False),
    sa.Column('every_weeks', sa.Integer(), nullable=False),
    sa.Column('starts_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('minutes_long', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('online_url', sa.String(length=500), nullable=False),
    sa.Column('counter', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('planned_by_id', sa.Integer(), nullable=False),
    sa.Column('planned_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('changed_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('announced_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['planned_by_id'], ['person.id'], name=op.f('fk_meeting_series_planned_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_series')),
    sa.UniqueConstraint('public_id', name=op.f('uq_meeting_series_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_meeting_series_reference')),
    sa.UniqueConstraint('uid', name=op.f('uq_meeting_series_uid'))
    )
    op.create_table('need_seen',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('need', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_need_seen_child_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_need_seen_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_need_seen')),
    sa.UniqueConstraint('public_id', name=op.f('uq_need_seen_public_id'))
    )
    with op.batch_alter_table('need_seen', schema=None) as batch_op:
        batch_op.create_index('ix_need_seen_child', ['child_id', 'need'], unique=False)

    op.create_table('outage_seen',
    sa.Column('outage_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('seen_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['outage_id'], ['outage.id'], name=op.f('fk_outage_seen_outage_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_outage_seen_person_id')),
    sa.PrimaryKeyConstraint('outage_id', 'person_id', name=op.f('pk_outage_seen'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('about_kind', sa.String(length=40), nullable=False),
    sa.Column('about_id', sa.String(length=20), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('recipient_id', sa.Integer(), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('priority', sa.Integer(), nullable=False),
    sa.Column('folds', sa.Boolean(), nullable=False),
    sa.Column('folded_into_id', sa.Integer(), nullable=True),
    sa.Column('created_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('due_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('unknowns', sa.Integer(), nullable=False),
    sa.Column('compose_tries', sa.Integer(), nullable=False),
    sa.Column('confirmed', sa.Boolean(), nullable=False),
    sa.Column('lease_token', sa.String(length=20), nullable=True),
    sa.Column('lease_until', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('lease_worker', sa.String(length=120), nullable=True),
    sa.Column('sent_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('alarmed_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('bounce_token', sa.String(length=32), nullable=False),
    sa.Column('message_id', sa.String(length=200), nullable=True),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('entry_uid', sa.String(length=200), nullable=True),
    sa.Column('entry_stamp', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('mail', sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(['folded_into_id'], ['outbox.id'], name=op.f('fk_outbox_folded_into_id')),
    sa.ForeignKeyConstraint(['recipient_id'], ['person.id'], name=op.f('fk_outbox_recipient_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('bounce_token', name=op.f('uq_outbox_bounce_token')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_outbox_public_id'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_about', ['about_kind', 'about_id'], unique=False)
        batch_op.create_index('ix_outbox_attention', ['id'], unique=False, sqlite_where=sa.text("state in ('failed', 'parked')"), postgresql_where=sa.text("state in ('failed', 'parked')"))
        batch_op.create_index('ix_outbox_entry', ['entry_uid', 'recipient_id'], unique=False)
        batch_op.create_index('ix_outbox_folded', ['folded_into_id'], unique=False)
        batch_op.create_index('ix_outbox_out', ['lease_until'], unique=False, sqlite_where=sa.text("state = 'sending'"), postgresql_where=sa.text("state = 'sending'"))
        batch_op.create_index('ix_outbox_waiting', ['priority', 'due_at', 'id'], unique=False, sqlite_where=sa.text("state in ('due', 'deferred', 'unknown')"), postgresql_where=sa.text("state in ('due', 'deferred', 'unknown')"))

    op.create_table('pattern_settled',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('pattern', sa.String(length=60), nullable=False),
    sa.Column('entries', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('settled_by_id', sa.Integer(), nullable=False),
    sa.Column('settled_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_pattern_settled_child_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_pattern_settled_settled_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pattern_settled')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pattern_settled_public_id'))
    )
    with op.batch_alter_table('pattern_settled', schema=None) as batch_op:
        batch_op.create_index('ix_pattern_settled_child', ['child_id', 'pattern'], unique=False)

    op.create_table('person_alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('email_key', sa.String(length=254), nullable=False),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=False),
    sa.Column('confirmed_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_person_alias_confirmed_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_alias_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_alias')),
    sa.UniqueConstraint('person_id', 'email_key', name=op.f('uq_person_alias_person_id_email_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_person_alias_public_id'))
    )
    op.create_table('private_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('revoked_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('code_asked_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('code_ends_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('wrong_codes', sa.Integer(), nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.Column('used_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('used_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_private_link_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_private_link')),
    sa.UniqueConstraint('public_id', name=op.f('uq_private_link_public_id')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_private_link_token_hash'))
    )
    with op.batch_alter_table('private_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_private_link_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_private_link_subject', ['kind', 'subject_id'], unique=False)

    op.create_table('referral',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=False),
    sa.Column('from_agency_id', sa.Integer(), nullable=False),
    sa.Column('followed_by_id', sa.Integer(), nullable=False),
    sa.Column('to_agency_id', sa.Integer(), nullable=False),
    sa.Column('service', sa.String(length=200), nullable=False),
    sa.Column('concern', sa.Text(), nullable=False),
    sa.Column('again_of_id', sa.Integer(), nullable=True),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('answer_due_on', sa.Date(), nullable=False),
    sa.Column('rule', sa.String(length=80), nullable=False),
    sa.Column('working', sa.JSON(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('outcome', sa.String(length=30), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('answered_on', sa.Date(), nullable=True),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.Column('satisfied', sa.Boolean(), nullable=True),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('watch_ended_because', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['again_of_id'], ['referral.id'], name=op.f('fk_referral_again_of_id')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_referral_answered_by_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_referral_child_id')),
    sa.ForeignKeyConstraint(['followed_by_id'], ['person.id'], name=op.f('fk_referral_followed_by_id')),
    sa.ForeignKeyConstraint(['from_agency_id'], ['agency.id'], name=op.f('fk_referral_from_agency_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_referral_made_by_id')),
    sa.ForeignKeyConstraint(['to_agency_id'], ['agency.id'], name=op.f('fk_referral_to_agency_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_referral')),
    sa.UniqueConstraint('public_id', name=op.f('uq_referral_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_referral_reference'))
    )
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.create_index('ix_referral_child', ['child_id', 'made_on'], unique=False)
        batch_op.create_index('ix_referral_followed_by', ['followed_by_id'], unique=False)
        batch_op.create_index('ix_referral_to_agency', ['to_agency_id', 'told_on'], unique=False)

    op.create_table('safety_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=False),
    sa.Column('written_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_safety_note_child_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_safety_note_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_safety_note')),
    sa.UniqueConstraint('public_id', name=op.f('uq_safety_note_public_id'))
    )
    with op.batch_alter_table('safety_note', schema=None) as batch_op:
        batch_op.create_index('ix_safety_note_child', ['child_id', 'written_at'], unique=False)

    op.create_table('service_use',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('service_id', sa.Integer(), nullable=False),
    sa.Column('used_by', sa.String(length=30), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('stated_by_id', sa.Integer(), nullable=False),
    sa.Column('stated_on', sa.Date(), nullable=False),
    sa.Column('answer', sa.String(length=30), nullable=False),
    sa.Column('answer_words', sa.Text(), nullable=False),
    sa.Column('said_by', sa.String(length=200), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=True),
    sa.Column('answer_entered_by_id', sa.Integer(), nullable=True),
    sa.Column('reduces_risk', sa.Text(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['answer_entered_by_id'], ['person.id'], name=op.f('fk_service_use_answer_entered_by_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_service_use_child_id')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_service_use_service_id')),
    sa.ForeignKeyConstraint(['stated_by_id'], ['person.id'], name=op.f('fk_service_use_stated_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_use')),
    sa.UniqueConstraint('public_id', name=op.f('uq_service_use_public_id'))
    )
    with op.batch_alter_table('service_use', schema=None) as batch_op:
        batch_op.create_index('ix_service_use_child', ['child_id'], unique=False)
        batch_op.create_index('ix_service_use_service', ['service_id'], unique=False)

    op.create_table('sharing_decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('with_whom', sa.String(length=200), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('lawful_basis', sa.String(length=200), nullable=False),
    sa.Column('special_category_condition', sa.String(length=200), nullable=False),
    sa.Column('consent', sa.String(length=30), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('copy_kept_at', sa.String(length=200), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_sharing_decision_child_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_sharing_decision_decided_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sharing_decision')),
    sa.UniqueConstraint('public_id', name=op.f('uq_sharing_decision_public_id'))
    )
    with op.batch_alter_table('sharing_decision', schema=None) as batch_op:
        batch_op.create_index('ix_sharing_decision_child', ['child_id', 'decided_at'], unique=False)

    op.create_table('sign_in_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('started_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('seen_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('ended_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('user_agent', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_session_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_session_token_hash'))
    )
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_session_person_id'), ['person_id'], unique=False)

    op.create_table('supervision_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('supervisee_id', sa.Integer(), nullable=False),
    sa.Column('supervisor_id', sa.Integer(), nullable=False),
    sa.Column('begun_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['supervisee_id'], ['person.id'], name=op.f('fk_supervision_line_supervisee_id')),
    sa.ForeignKeyConstraint(['supervisor_id'], ['person.id'], name=op.f('fk_supervision_line_supervisor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supervision_line')),
    sa.UniqueConstraint('public_id', name=op.f('uq_supervision_line_public_id'))
    )
    with op.batch_alter_table('supervision_line', schema=None) as batch_op:
        batch_op.create_index('ix_supervision_line_due', ['due_on'], unique=False)
        batch_op.create_index('ix_supervision_line_supervisor', ['supervisor_id'], unique=False)
        batch_op.create_index('uq_supervision_line_standing', ['supervisee_id', 'supervisor_id'], unique=True, sqlite_where=sa.text('ended_on is null'), postgresql_where=sa.text('ended_on is null'))

    op.create_table('timer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject_kind', sa.String(length=40), nullable=False),
    sa.Column('subject_id', sa.String(length=20), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('recipient_id', sa.Integer(), nullable=True),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('planned_for', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('due_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('planned_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('ended_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['recipient_id'], ['person.id'], name=op.f('fk_timer_recipient_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timer')),
    sa.UniqueConstraint('key', name=op.f('uq_timer_key'))
    )
    with op.batch_alter_table('timer', schema=None) as batch_op:
        batch_op.create_index('ix_timer_due', ['due_at', 'id'], unique=False, sqlite_where=sa.text("state = 'due'"), postgresql_where=sa.text("state = 'due'"))
        batch_op.create_index('ix_timer_subject', ['subject_kind', 'subject_id'], unique=False)

    op.create_table('training',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('course', sa.String(length=60), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('logged_by_id', sa.Integer(), nullable=False),
    sa.Column('logged_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('withdrawn_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('withdrawn_because', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['logged_by_id'], ['person.id'], name=op.f('fk_training_logged_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_training_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_training')),
    sa.UniqueConstraint('public_id', name=op.f('uq_training_public_id'))
    )
    with op.batch_alter_table('training', schema=None) as batch_op:
        batch_op.create_index('ix_training_expires', ['expires_on'], unique=False)
        batch_op.create_index('ix_training_person', ['person_id', 'course'], unique=False)
        batch_op.create_index('ix_training_together', ['course', 'taken_on'], unique=False)

    op.create_table('voice_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('views', sa.Text(), nullable=False),
    sa.Column('daily_life', sa.Text(), nullable=False),
    sa.Column('feelings', sa.Text(), nullable=False),
    sa.Column('expressed_on', sa.Date(), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('how', sa.String(length=30), nullable=False),
    sa.Column('tool', sa.String(length=100), nullable=False),
    sa.Column('tool_explanation', sa.Text(), nullable=False),
    sa.Column('present', sa.Text(), nullable=False),
    sa.Column('told_what_next', sa.Text(), nullable=False),
    sa.Column('what_changed', sa.Text(), nullable=False),
    sa.Column('told_outcome', sa.Boolean(), nullable=True),
    sa.Column('told_not_to_talk', sa.Boolean(), nullable=True),
    sa.Column('retracts_id', sa.Integer(), nullable=True),
    sa.Column('why_retracted', sa.Text(), nullable=False),
    sa.Column('discussed', sa.Text(), nullable=False),
    sa.Column('means_for_seeking_help', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_voice_entry_child_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_voice_entry_entered_by_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_voice_entry_recorded_by_id')),
    sa.ForeignKeyConstraint(['retracts_id'], ['voice_entry.id'], name=op.f('fk_voice_entry_retracts_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voice_entry')),
    sa.UniqueConstraint('public_id', name=op.f('uq_voice_entry_public_id'))
    )
    with op.batch_alter_table('voice_entry', schema=None) as batch_op:
        batch_op.create_index('ix_voice_entry_child', ['child_id', 'expressed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_voice_entry_retracts_id'), ['retracts_id'], unique=False)

    op.create_table('change_post',
    sa.Column('change_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['change_id'], ['change_notice.id'], name=op.f('fk_change_post_change_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_change_post_person_id')),
    sa.PrimaryKeyConstraint('change_id', 'person_id', name=op.f('pk_change_post'))
    )
    op.create_table('change_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('change_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('is_safety', sa.Boolean(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('rule', sa.String(length=80), nullable=False),
    sa.Column('working', sa.JSON(), nullable=False),
    sa.Column('acknowledged_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('acknowledged_by_id', sa.Integer(), nullable=True),
    sa.Column('replaced_by', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['acknowledged_by_id'], ['person.id'], name=op.f('fk_change_task_acknowledged_by_id')),
    sa.ForeignKeyConstraint(['change_id'], ['change_notice.id'], name=op.f('fk_change_task_change_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_change_task_child_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_task')),
    sa.UniqueConstraint('change_id', 'child_id', name=op.f('uq_change_task_change_id_child_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_change_task_public_id'))
    )
    with op.batch_alter_table('change_task', schema=None) as batch_op:
        batch_op.create_index('ix_change_task_child', ['child_id'], unique=False)

    op.create_table('debrief_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('debrief_id', sa.Integer(), nullable=False),
    sa.Column('with_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['debrief_id'], ['debrief.id'], name=op.f('fk_debrief_note_debrief_id')),
    sa.ForeignKeyConstraint(['with_id'], ['person.id'], name=op.f('fk_debrief_note_with_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_debrief_note')),
    sa.UniqueConstraint('debrief_id', name=op.f('uq_debrief_note_debrief_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_debrief_note_public_id'))
    )
    op.create_table('escalation_child',
    sa.Column('escalation_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_escalation_child_child_id')),
    sa.ForeignKeyConstraint(['escalation_id'], ['escalation.id'], name=op.f('fk_escalation_child_escalation_id')),
    sa.PrimaryKeyConstraint('escalation_id', 'child_id', name=op.f('pk_escalation_child'))
    )
    with op.batch_alter_table('escalation_child', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_escalation_child_child_id'), ['child_id'], unique=False)

    op.create_table('escalation_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('escalation_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('offer', sa.Text(), nullable=False),
    sa.Column('settles', sa.String(length=10), nullable=False),
    sa.Column('held_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('with_whom', sa.String(length=500), nullable=False),
    sa.Column('beside_id', sa.Integer(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['beside_id'], ['escalation_entry.id'], name=op.f('fk_escalation_entry_beside_id')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_escalation_entry_by_id')),
    sa.ForeignKeyConstraint(['escalation_id'], ['escalation.id'], name=op.f('fk_escalation_entry_escalation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalation_entry')),
    sa.UniqueConstraint('public_id', name=op.f('uq_escalation_entry_public_id'))
    )
    with op.batch_alter_table('escalation_entry', schema=None) as batch_op:
        batch_op.create_index('ix_escalation_entry_escalation', ['escalation_id', 'id'], unique=False)

    op.create_table('incoming_mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('received_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('raw', sa.LargeBinary(), nullable=False),
    sa.Column('sealed', sa.Boolean(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('forgotten_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('repeats', sa.Integer(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=True),
    sa.Column('read_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_incoming_mail_outbox_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incoming_mail')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_incoming_mail_fingerprint')),
    sa.UniqueConstraint('public_id', name=op.f('uq_incoming_mail_public_id'))
    )
    with op.batch_alter_table('incoming_mail', schema=None) as batch_op:
        batch_op.create_index('ix_incoming_mail_kept', ['received_at'], unique=False, sqlite_where=sa.text('forgotten_at is null'), postgresql_where=sa.text('forgotten_at is null'))
        batch_op.create_index('ix_incoming_mail_received', ['received_at'], unique=False)
        batch_op.create_index('ix_incoming_mail_unread', ['id'], unique=False, sqlite_where=sa.text("outcome = ''"), postgresql_where=sa.text("outcome = ''"))

    op.create_table('mail_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('worker', sa.String(length=120), nullable=False),
    sa.Column('started_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('ended_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('stage', sa.String(length=20), nullable=False),
    sa.Column('code', sa.Integer(), nullable=True),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_mail_attempt_outbox_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_attempt')),
    sa.UniqueConstraint('outbox_id', 'number', name=op.f('uq_mail_attempt_outbox_id_number'))
    )
    op.create_table('meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('type', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('trigger_kind', sa.String(length=60), nullable=False),
    sa.Column('trigger_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('coordinator_id', sa.Integer(), nullable=True),
    sa.Column('chair_id', sa.Integer(), nullable=True),
    sa.Column('named_agency_id', sa.Integer(), nullable=True),
    sa.Column('siblings_considered', sa.Boolean(), nullable=False),
    sa.Column('starts_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('ends_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('online_url', sa.String(length=500), nullable=False),
    sa.Column('uid', sa.String(length=120), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=True),
    sa.Column('usual_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('announced_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('changed_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False),
    sa.Column('late_reason', sa.Text(), nullable=False),
    sa.Column('late_agreed_by_id', sa.Integer(), nullable=True),
    sa.Column('closed_day_reason', sa.Text(), nullable=False),
    sa.Column('chair_training_reason', sa.Text(), nullable=False),
    sa.Column('postponed_by', sa.Date(), nullable=True),
    sa.Column('postponements', sa.Integer(), nullable=False),
    sa.Column('missing_reasons', sa.JSON(), nullable=False),
    sa.Column('family_told', sa.Text(), nullable=False),
    sa.Column('interpreter', sa.String(length=200), nullable=False),
    sa.Column('no_interpreter_reason', sa.Text(), nullable=False),
    sa.Column('setting', sa.JSON(), nullable=False),
    sa.Column('plain_words', sa.JSON(), nullable=False),
    sa.Column('held_at_once', sa.Boolean(), nullable=False),
    sa.Column('opened_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('opening_statements', sa.JSON(), nullable=False),
    sa.Column('opening_skipped_reason', sa.Text(), nullable=False),
    sa.Column('analysis', sa.Text(), nullable=False),
    sa.Column('analysis_version', sa.Integer(), nullable=False),
    sa.Column('confidential_slot', sa.JSON(), nullable=False),
    sa.Column('interim_plan', sa.Text(), nullable=False),
    sa.Column('proceed_reason', sa.String(length=60), nullable=False),
    sa.Column('proceed_text', sa.Text(), nullable=False),
    sa.Column('ended_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('quorum_at_end', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('predecessor_id', sa.Integer(), nullable=True),
    sa.Column('escalation_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_meeting_asked_by_id')),
    sa.ForeignKeyConstraint(['chair_id'], ['person.id'], name=op.f('fk_meeting_chair_id')),
    sa.ForeignKeyConstraint(['coordinator_id'], ['person.id'], name=op.f('fk_meeting_coordinator_id')),
    sa.ForeignKeyConstraint(['late_agreed_by_id'], ['person.id'], name=op.f('fk_meeting_late_agreed_by_id')),
    sa.ForeignKeyConstraint(['named_agency_id'], ['agency.id'], name=op.f('fk_meeting_named_agency_id')),
    sa.ForeignKeyConstraint(['predecessor_id'], ['meeting.id'], name=op.f('fk_meeting_predecessor_id')),
    sa.ForeignKeyConstraint(['series_id'], ['meeting_series.id'], name=op.f('fk_meeting_series_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('public_id', name=op.f('uq_meeting_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_meeting_reference'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index('ix_meeting_asked_by', ['asked_by_id'], unique=False)
        batch_op.create_index('ix_meeting_chair', ['chair_id'], unique=False)
        batch_op.create_index('ix_meeting_coordinator', ['coordinator_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_predecessor_id'), ['predecessor_id'], unique=False)
        batch_op.create_index('ix_meeting_series', ['series_id', 'usual_at'], unique=False)
        batch_op.create_index('ix_meeting_state_starts', ['state', 'starts_at'], unique=False)
        batch_op.create_index('ix_meeting_uid', ['uid'], unique=False)
        batch_op.create_index('uq_meeting_uid', ['uid'], unique=True, sqlite_where=sa.text('series_id is null'), postgresql_where=sa.text('series_id is null'))

    op.create_table('series_seat',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=40), nullable=False),
    sa.Column('whole', sa.Boolean(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('last_sequence', sa.Integer(), nullable=False),
    sa.Column('response', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_series_seat_person_id')),
    sa.ForeignKeyConstraint(['series_id'], ['meeting_series.id'], name=op.f('fk_series_seat_series_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series_seat')),
    sa.UniqueConstraint('public_id', name=op.f('uq_series_seat_public_id')),
    sa.UniqueConstraint('series_id', 'person_id', name=op.f('uq_series_seat_series_id_person_id')),
    sa.UniqueConstraint('token', name=op.f('uq_series_seat_token'))
    )
    with op.batch_alter_table('series_seat', schema=None) as batch_op:
        batch_op.create_index('ix_series_seat_person', ['person_id'], unique=False)

    op.create_table('supervision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=False),
    sa.Column('supervisee_id', sa.Integer(), nullable=False),
    sa.Column('supervisor_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['line_id'], ['supervision_line.id'], name=op.f('fk_supervision_line_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_supervision_recorded_by_id')),
    sa.ForeignKeyConstraint(['supervisee_id'], ['person.id'], name=op.f('fk_supervision_supervisee_id')),
    sa.ForeignKeyConstraint(['supervisor_id'], ['person.id'], name=op.f('fk_supervision_supervisor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supervision')),
    sa.UniqueConstraint('public_id', name=op.f('uq_supervision_public_id'))
    )
    with op.batch_alter_table('supervision', schema=None) as batch_op:
        batch_op.create_index('ix_supervision_due', ['due_on'], unique=False)
        batch_op.create_index('ix_supervision_line', ['line_id', 'held_on'], unique=False)

    op.create_table('voice_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('voice_entry_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('sealed', sa.Boolean(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('handed_in_by_id', sa.Integer(), nullable=False),
    sa.Column('handed_in_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_voice_file_child_id')),
    sa.ForeignKeyConstraint(['handed_in_by_id'], ['person.id'], name=op.f('fk_voice_file_handed_in_by_id')),
    sa.ForeignKeyConstraint(['voice_entry_id'], ['voice_entry.id'], name=op.f('fk_voice_file_voice_entry_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voice_file')),
    sa.UniqueConstraint('public_id', name=op.f('uq_voice_file_public_id'))
    )
    with op.batch_alter_table('voice_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_voice_file_child_id'), ['child_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_voice_file_voice_entry_id'), ['voice_entry_id'], unique=False)

    op.create_table('action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_key', sa.Text(), nullable=False),
    sa.Column('outcome_wanted', sa.Text(), nullable=False),
    sa.Column('priority', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('proposed_owner_id', sa.Integer(), nullable=True),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('original_due_on', sa.Date(), nullable=False),
    sa.Column('due_working', sa.Text(), nullable=False),
    sa.Column('extensions', sa.Integer(), nullable=False),
    sa.Column('noted_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('opened_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('accepted_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('evidence_wanted', sa.Text(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('effect_for_child', sa.Text(), nullable=False),
    sa.Column('claimed_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('checker_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_by_id', sa.Integer(), nullable=True),
    sa.Column('confirmed_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('escalation_id', sa.Integer(), nullable=True),
    sa.Column('set_by_id', sa.Integer(), nullable=False),
    sa.Column('service_use_id', sa.Integer(), nullable=True),
    sa.Column('assumption_id', sa.Integer(), nullable=True),
    sa.Column('belongs_to_lead', sa.Boolean(), nullable=False),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.Column('declined_reason', sa.Text(), nullable=False),
    sa.Column('sent_back_reason', sa.Text(), nullable=False),
    sa.Column('cancelled_reason', sa.Text(), nullable=False),
    sa.Column('closed_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("priority in ('safety', 'plan', 'admin')", name=op.f('ck_action_known_priority')),
    sa.CheckConstraint("state in ('open', 'done_claimed', 'done', 'declined', 'cancelled')", name=op.f('ck_action_known_state')),
    sa.CheckConstraint('due_on >= original_due_on', name=op.f('ck_action_the_first_date_stands')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_action_agency_id')),
    sa.ForeignKeyConstraint(['assumption_id'], ['assumption.id'], name=op.f('fk_action_assumption_id')),
    sa.ForeignKeyConstraint(['checker_id'], ['person.id'], name=op.f('fk_action_checker_id')),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['person.id'], name=op.f('fk_action_confirmed_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_action_meeting_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_action_owner_id')),
    sa.ForeignKeyConstraint(['proposed_owner_id'], ['person.id'], name=op.f('fk_action_proposed_owner_id')),
    sa.ForeignKeyConstraint(['service_use_id'], ['service_use.id'], name=op.f('fk_action_service_use_id')),
    sa.ForeignKeyConstraint(['set_by_id'], ['person.id'], name=op.f('fk_action_set_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action')),
    sa.UniqueConstraint('public_id', name=op.f('uq_action_public_id')),
    sa.UniqueConstraint('reference', name=op.f('uq_action_reference'))
    )
    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_action_assumption_id'), ['assumption_id'], unique=False)
        batch_op.create_index('ix_action_checker', ['checker_id', 'state'], unique=False)
        batch_op.create_index('ix_action_escalation', ['escalation_id'], unique=False)
        batch_op.create_index('ix_action_meeting', ['meeting_id'], unique=False)
        batch_op.create_index('ix_action_owner', ['owner_id', 'state', 'due_on'], unique=False)
        batch_op.create_index('ix_action_proposed_owner', ['proposed_owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_action_service_use_id'), ['service_use_id'], unique=False)
        batch_op.create_index('ix_action_set_by', ['set_by_id', 'state'], unique=False)
        batch_op.create_index('ix_action_state', ['state', 'due_on'], unique=False)

    op.create_table('child_heard',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('voice_id', sa.Integer(), nullable=True),
    sa.Column('reason_absent', sa.Text(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_child_heard_child_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_child_heard_entered_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_child_heard_meeting_id')),
    sa.ForeignKeyConstraint(['voice_id'], ['voice_entry.id'], name=op.f('fk_child_heard_voice_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_child_heard')),
    sa.UniqueConstraint('meeting_id', 'child_id', name=op.f('uq_child_heard_meeting_id_child_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_child_heard_public_id'))
    )
    op.create_table('correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('decision', sa.String(length=20), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_correction_asked_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_correction_decided_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_correction_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction')),
    sa.UniqueConstraint('public_id', name=op.f('uq_correction_public_id'))
    )
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correction_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('court_outcome',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('outcome', sa.String(length=30), nullable=False),
    sa.Column('order_made', sa.Text(), nullable=False),
    sa.Column('expected', sa.Text(), nullable=False),
    sa.Column('unexpected', sa.Boolean(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_court_outcome_child_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_court_outcome_meeting_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_court_outcome_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_court_outcome')),
    sa.UniqueConstraint('public_id', name=op.f('uq_court_outcome_public_id'))
    )
    with op.batch_alter_table('court_outcome', schema=None) as batch_op:
        batch_op.create_index('ix_court_outcome_child', ['child_id', 'decided_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_court_outcome_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('decision', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('rationale', sa.Text(), nullable=False),
    sa.Column('alternatives', sa.Text(), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('quorum', sa.JSON(), nullable=False),
    sa.Column('next_dates', sa.JSON(), nullable=False),
    sa.Column('what_is_different', sa.Text(), nullable=False),
    sa.Column('optimism', sa.JSON(), nullable=False),
    sa.Column('unmet', sa.JSON(), nullable=False),
    sa.Column('unmet_reason', sa.Text(), nullable=False),
    sa.Column('supervision_on', sa.Date(), nullable=True),
    sa.Column('no_supervision_reason', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_decision_child_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_decision_decided_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_decision_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('meeting_id', 'child_id', name=op.f('uq_decision_meeting_id_child_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_decision_public_id'))
    )
    op.create_table('dissent_asked',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('dissents', sa.Boolean(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_dissent_asked_agency_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_dissent_asked_asked_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_dissent_asked_meeting_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'agency_id', name=op.f('pk_dissent_asked'))
    )
    op.create_table('escalation_stage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('escalation_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('working', sa.JSON(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('force', sa.String(length=30), nullable=False),
    sa.Column('responder_id', sa.Integer(), nullable=True),
    sa.Column('result', sa.String(length=20), nullable=False),
    sa.Column('ended_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('ended_late', sa.Boolean(), nullable=False),
    sa.Column('what_was_tried', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('paused_from', sa.Date(), nullable=True),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('pause_reason', sa.Text(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['escalation_id'], ['escalation.id'], name=op.f('fk_escalation_stage_escalation_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_escalation_stage_meeting_id')),
    sa.ForeignKeyConstraint(['responder_id'], ['person.id'], name=op.f('fk_escalation_stage_responder_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_escalation_stage')),
    sa.UniqueConstraint('escalation_id', 'round', 'number', name=op.f('uq_escalation_stage_escalation_id_round_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_escalation_stage_public_id'))
    )
    with op.batch_alter_table('escalation_stage', schema=None) as batch_op:
        batch_op.create_index('ix_escalation_stage_open', ['ended_at', 'due_on'], unique=False)
        batch_op.create_index('ix_escalation_stage_responder', ['responder_id'], unique=False)

    op.create_table('interpreter_booking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=100), nullable=False),
    sa.Column('for_whom', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('from_where', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('booked_by_id', sa.Integer(), nullable=False),
    sa.Column('booked_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('withdrawn_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['booked_by_id'], ['person.id'], name=op.f('fk_interpreter_booking_booked_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_interpreter_booking_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interpreter_booking')),
    sa.UniqueConstraint('public_id', name=op.f('uq_interpreter_booking_public_id'))
    )
    with op.batch_alter_table('interpreter_booking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interpreter_booking_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.String(length=30), nullable=False),
    sa.Column('role', sa.String(length=60), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('required', sa.Boolean(), nullable=False),
    sa.Column('direct_contact', sa.Boolean(), nullable=False),
    sa.Column('confidential_part', sa.Boolean(), nullable=False),
    sa.Column('invited_by_id', sa.Integer(), nullable=False),
    sa.Column('invited_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('invited_late', sa.Boolean(), nullable=False),
    sa.Column('withdrawn_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('token', sa.String(length=40), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=True),
    sa.Column('last_sequence', sa.Integer(), nullable=True),
    sa.Column('min_sequence', sa.Integer(), nullable=False),
    sa.Column('first_message_id', sa.String(length=200), nullable=False),
    sa.Column('response', sa.String(length=20), nullable=False),
    sa.Column('response_source', sa.String(length=20), nullable=True),
    sa.Column('responded_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('response_stamp', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('for_series', sa.Boolean(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('deputy_named', sa.JSON(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=True),
    sa.Column('report_received_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('report', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_invitation_agency_id')),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_invitation_deputy_id')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['person.id'], name=op.f('fk_invitation_invited_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_invitation_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_invitation_person_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['series_seat.id'], name=op.f('fk_invitation_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('meeting_id', 'person_id', name=op.f('uq_invitation_meeting_id_person_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_public_id')),
    sa.UniqueConstraint('token', name=op.f('uq_invitation_token'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index('ix_invitation_person', ['person_id', 'withdrawn_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_seat_id'), ['seat_id'], unique=False)

    op.create_table('meeting_child',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('restricted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_meeting_child_child_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_child_meeting_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'child_id', name=op.f('pk_meeting_child'))
    )
    with op.batch_alter_table('meeting_child', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_child_child_id'), ['child_id'], unique=False)

    op.create_table('meeting_due',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('rule', sa.String(length=80), nullable=False),
    sa.Column('duty', sa.String(length=20), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('working', sa.JSON(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('warning_only', sa.Boolean(), nullable=False),
    sa.Column('statutory', sa.Boolean(), nullable=False),
    sa.Column('force', sa.String(length=30), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('verified', sa.Text(), nullable=False),
    sa.Column('edition', sa.String(length=80), nullable=False),
    sa.Column('met_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('met_how', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_meeting_due_child_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_due_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_due')),
    sa.UniqueConstraint('meeting_id', 'rule', 'child_id', name=op.f('uq_meeting_due_meeting_id_rule_child_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_meeting_due_public_id'))
    )
    with op.batch_alter_table('meeting_due', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_due_child_id'), ['child_id'], unique=False)
        batch_op.create_index('ix_meeting_due_open', ['met_at', 'due_on'], unique=False)

    op.create_table('no_part',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('said_by_id', sa.Integer(), nullable=False),
    sa.Column('said_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_no_part_agency_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_no_part_meeting_id')),
    sa.ForeignKeyConstraint(['said_by_id'], ['person.id'], name=op.f('fk_no_part_said_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_no_part')),
    sa.UniqueConstraint('meeting_id', 'agency_id', name=op.f('uq_no_part_meeting_id_agency_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_no_part_public_id'))
    )
    op.create_table('paper',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('family_text', sa.Text(), nullable=False),
    sa.Column('written_by_id', sa.Integer(), nullable=True),
    sa.Column('written_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('proposal_to', sa.Integer(), nullable=True),
    sa.Column('approved_by_id', sa.Integer(), nullable=True),
    sa.Column('approved_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('issued_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['approved_by_id'], ['person.id'], name=op.f('fk_paper_approved_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_paper_meeting_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_paper_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper')),
    sa.UniqueConstraint('meeting_id', 'kind', 'number', name=op.f('uq_paper_meeting_id_kind_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_paper_public_id'))
    )
    op.create_table('position',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.String(length=30), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=False),
    sa.Column('given_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('replaced_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_position_agency_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_position_child_id')),
    sa.ForeignKeyConstraint(['given_by_id'], ['person.id'], name=op.f('fk_position_given_by_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_position_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_position')),
    sa.UniqueConstraint('public_id', name=op.f('uq_position_public_id'))
    )
    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.create_index('ix_position_meeting', ['meeting_id', 'agency_id'], unique=False)

    op.create_table('protective_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('taken_by_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_protective_step_meeting_id')),
    sa.ForeignKeyConstraint(['taken_by_id'], ['person.id'], name=op.f('fk_protective_step_taken_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_protective_step')),
    sa.UniqueConstraint('public_id', name=op.f('uq_protective_step_public_id'))
    )
    with op.batch_alter_table('protective_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_protective_step_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('room_draft',
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('form', sa.String(length=60), nullable=False),
    sa.Column('typed', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_room_draft_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_room_draft_person_id')),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', 'form', name=op.f('pk_room_draft'))
    )
    op.create_table('supervision_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('supervision_id', sa.Integer(), nullable=False),
    sa.Column('focus', sa.Text(), nullable=False),
    sa.Column('assumptions', sa.Text(), nullable=False),
    sa.Column('records_looked_at', sa.String(length=20), nullable=False),
    sa.Column('about_records', sa.Text(), nullable=False),
    sa.Column('agreed', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['supervision_id'], ['supervision.id'], name=op.f('fk_supervision_note_supervision_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_supervision_note')),
    sa.UniqueConstraint('public_id', name=op.f('uq_supervision_note_public_id')),
    sa.UniqueConstraint('supervision_id', name=op.f('uq_supervision_note_supervision_id'))
    )
    op.create_table('action_child',
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['action.id'], name=op.f('fk_action_child_action_id')),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_action_child_child_id')),
    sa.PrimaryKeyConstraint('action_id', 'child_id', name=op.f('pk_action_child'))
    )
    with op.batch_alter_table('action_child', schema=None) as batch_op:
        batch_op.create_index('ix_action_child_child', ['child_id'], unique=False)

    op.create_table('action_extension',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('agreed_by_id', sa.Integer(), nullable=False),
    sa.Column('at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['action.id'], name=op.f('fk_action_extension_action_id')),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_action_extension_agreed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_extension')),
    sa.UniqueConstraint('action_id', 'number', name=op.f('uq_action_extension_action_id_number'))
    )
    op.create_table('action_step',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('action_id', sa.Integer(), nullable=False),
    sa.Column('at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('event', sa.String(length=30), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['action_id'], ['action.id'], name=op.f('fk_action_step_action_id')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_action_step_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_step'))
    )
    with op.batch_alter_table('action_step', schema=None) as batch_op:
        batch_op.create_index('ix_action_step_action', ['action_id', 'id'], unique=False)

    op.create_table('answer_doubt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=True),
    sa.Column('asked_id', sa.Integer(), nullable=True),
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('sender', sa.String(length=254), nullable=False),
    sa.Column('attendee', sa.String(length=254), nullable=False),
    sa.Column('response', sa.String(length=20), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('stamp', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('starts_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('ends_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.Column('alias', sa.Boolean(), nullable=False),
    sa.Column('deputy', sa.JSON(), nullable=False),
    sa.Column('received_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('settled_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.Column('settled_reason', sa.Text(), nullable=False),
    sa.Column('taken_for_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['asked_id'], ['invitation.id'], name=op.f('fk_answer_doubt_asked_id')),
    sa.ForeignKeyConstraint(['mail_id'], ['incoming_mail.id'], name=op.f('fk_answer_doubt_mail_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_answer_doubt_meeting_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_answer_doubt_settled_by_id')),
    sa.ForeignKeyConstraint(['taken_for_id'], ['invitation.id'], name=op.f('fk_answer_doubt_taken_for_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_doubt')),
    sa.UniqueConstraint('mail_id', 'number', name=op.f('uq_answer_doubt_mail_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_answer_doubt_public_id'))
    )
    with op.batch_alter_table('answer_doubt', schema=None) as batch_op:
        batch_op.create_index('ix_answer_doubt_meeting', ['meeting_id', 'outcome'], unique=False)

    op.create_table('attendance',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=30), nullable=False),
    sa.Column('arrived_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('left_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('means', sa.String(length=20), nullable=False),
    sa.Column('can_decide', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.Integer(), nullable=False),
    sa.Column('recorded_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_attendance_invitation_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_attendance_meeting_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['person.id'], name=op.f('fk_attendance_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance')),
    sa.UniqueConstraint('meeting_id', 'invitation_id', name=op.f('uq_attendance_meeting_id_invitation_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_attendance_public_id'))
    )
    op.create_table('dissent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('decision_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('agency_id', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('wish', sa.String(length=20), nullable=False),
    sa.Column('recorded_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('challenged_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('escalation_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_dissent_agency_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_dissent_decision_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_dissent_meeting_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_dissent_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dissent')),
    sa.UniqueConstraint('public_id', name=op.f('uq_dissent_public_id'))
    )
    with op.batch_alter_table('dissent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dissent_meeting_id'), ['meeting_id'], unique=False)

    op.create_table('invitation_answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('response', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('taken_down_by_id', sa.Integer(), nullable=True),
    sa.Column('key', sa.String(length=64), nullable=True),
    sa.Column('mail_id', sa.Integer(), nullable=True),
    sa.Column('stamp', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('sent_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('proof', sa.String(length=10), nullable=False),
    sa.Column('answered_by', sa.String(length=254), nullable=False),
    sa.Column('deputy', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_invitation_answer_invitation_id')),
    sa.ForeignKeyConstraint(['mail_id'], ['incoming_mail.id'], name=op.f('fk_invitation_answer_mail_id')),
    sa.ForeignKeyConstraint(['taken_down_by_id'], ['person.id'], name=op.f('fk_invitation_answer_taken_down_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_answer')),
    sa.UniqueConstraint('key', name=op.f('uq_invitation_answer_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_invitation_answer_public_id'))
    )
    with op.batch_alter_table('invitation_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_answer_invitation_id'), ['invitation_id'], unique=False)

    op.create_table('offered_time',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('ends_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('offered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('withdrawn_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_offered_time_invitation_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_offered_time_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offered_time')),
    sa.UniqueConstraint('public_id', name=op.f('uq_offered_time_public_id'))
    )
    with op.batch_alter_table('offered_time', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_offered_time_invitation_id'), ['invitation_id'], unique=False)
        batch_op.create_index('ix_offered_time_meeting', ['meeting_id', 'withdrawn_at'], unique=False)

    op.create_table('outcome_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('outcome_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('view', sa.Text(), nullable=False),
    sa.Column('closed_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_outcome_review_child_id')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_outcome_review_closed_by_id')),
    sa.ForeignKeyConstraint(['outcome_id'], ['court_outcome.id'], name=op.f('fk_outcome_review_outcome_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outcome_review')),
    sa.UniqueConstraint('outcome_id', 'child_id', name=op.f('uq_outcome_review_outcome_id_child_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_outcome_review_public_id'))
    )
    with op.batch_alter_table('outcome_review', schema=None) as batch_op:
        batch_op.create_index('ix_outcome_review_child', ['child_id'], unique=False)

    op.create_table('paper_recipient',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('edition', sa.String(length=10), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], name=op.f('fk_paper_recipient_paper_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_paper_recipient_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_recipient')),
    sa.UniqueConstraint('paper_id', 'person_id', name=op.f('uq_paper_recipient_paper_id_person_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_paper_recipient_public_id'))
    )
    with op.batch_alter_table('paper_recipient', schema=None) as batch_op:
        batch_op.create_index('ix_paper_recipient_person', ['person_id'], unique=False)

    op.create_table('report_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('handed_in_by_id', sa.Integer(), nullable=False),
    sa.Column('handed_in_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['handed_in_by_id'], ['person.id'], name=op.f('fk_report_file_handed_in_by_id')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_report_file_invitation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_file')),
    sa.UniqueConstraint('public_id', name=op.f('uq_report_file_public_id'))
    )
    with op.batch_alter_table('report_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_file_invitation_id'), ['invitation_id'], unique=False)

    op.create_table('statement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('child_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=True),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=True),
    sa.Column('rests_on', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('confidence', sa.String(length=10), nullable=False),
    sa.Column('advice', sa.String(length=10), nullable=False),
    sa.Column('what_else', sa.Text(), nullable=False),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.Column('entered_by_id', sa.Integer(), nullable=False),
    sa.Column('entered_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('withdrawn_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['child_id'], ['child.id'], name=op.f('fk_statement_child_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_statement_entered_by_id')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_statement_invitation_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_statement_meeting_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statement')),
    sa.UniqueConstraint('public_id', name=op.f('uq_statement_public_id'))
    )
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index('ix_statement_meeting', ['meeting_id', 'id'], unique=False)

    op.create_table('time_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=20), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('starts_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('ends_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('received_at', foundation.database.Instant(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('settled_at', foundation.database.Instant(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_time_proposal_invitation_id')),
    sa.ForeignKeyConstraint(['mail_id'], ['incoming_mail.id'], name=op.f('fk_time_proposal_mail_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_time_proposal_meeting_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_time_proposal_settled_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_time_proposal')),
    sa.UniqueConstraint('mail_id', 'number', name=op.f('uq_time_proposal_mail_id_number')),
    sa.UniqueConstraint('public_id', name=op.f('uq_time_proposal_public_id'))
    )
    with op.batch_alter_table('time_proposal', schema=None) as batch_op:
        batch_op.create_index('ix_time_proposal_meeting', ['meeting_id', 'state'], unique=False)
        batch_op.create_index('uq_time_proposal_open', ['invitation_id'], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))



def downgrade() -> None:
    with op.batch_alter_table('time_proposal', schema=None) as batch_op:
        batch_op.drop_index('uq_time_proposal_open', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index('ix_time_proposal_meeting')

    op.drop_table('time_proposal')
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.drop_index('ix_statement_meeting')

    op.drop_table('statement')
    with op.batch_alter_table('report_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_file_invitation_id'))

    op.drop_table('report_file')
    with op.batch_alter_table('paper_recipient', schema=None) as batch_op:
        batch_op.drop_index('ix_paper_recipient_person')

    op.drop_table('paper_recipient')
    with op.batch_alter_table('outcome_review', schema=None) as batch_op:
        batch_op.drop_index('ix_outcome_review_child')

    op.drop_table('outcome_review')
    with op.batch_alter_table('offered_time', schema=None) as batch_op:
        batch_op.drop_index('ix_offered_time_meeting')
        batch_op.drop_index(batch_op.f('ix_offered_time_invitation_id'))

    op.drop_table('offered_time')
    with op.batch_alter_table('invitation_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_answer_invitation_id'))

    op.drop_table('invitation_answer')
    with op.batch_alter_table('dissent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dissent_meeting_id'))

    op.drop_table('dissent')
    op.drop_table('attendance')
    with op.batch_alter_table('answer_doubt', schema=None) as batch_op:
        batch_op.drop_index('ix_answer_doubt_meeting')

    op.drop_table('answer_doubt')
    with op.batch_alter_table('action_step', schema=None) as batch_op:
        batch_op.drop_index('ix_action_step_action')

    op.drop_table('action_step')
    op.drop_table('action_extension')
    with op.batch_alter_table('action_child', schema=None) as batch_op:
        batch_op.drop_index('ix_action_child_child')

    op.drop_table('action_child')
    op.drop_table('supervision_note')
    op.drop_table('room_draft')
    with op.batch_alter_table('protective_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_protective_step_meeting_id'))

    op.drop_table('protective_step')
    with op.batch_alter_table('position', schema=None) as batch_op:
        batch_op.drop_index('ix_position_meeting')

    op.drop_table('position')
    op.drop_table('paper')
    op.drop_table('no_part')
    with op.batch_alter_table('meeting_due', schema=None) as batch_op:
        batch_op.drop_index('ix_meeting_due_open')
        batch_op.drop_index(batch_op.f('ix_meeting_due_child_id'))

    op.drop_table('meeting_due')
    with op.batch_alter_table('meeting_child', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_meeting_child_child_id'))

    op.drop_table('meeting_child')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_seat_id'))
        batch_op.drop_index('ix_invitation_person')

    op.drop_table('invitation')
    with op.batch_alter_table('interpreter_booking', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interpreter_booking_meeting_id'))

    op.drop_table('interpreter_booking')
    with op.batch_alter_table('escalation_stage', schema=None) as batch_op:
        batch_op.drop_index('ix_escalation_stage_responder')
        batch_op.drop_index('ix_escalation_stage_open')

    op.drop_table('escalation_stage')
    op.drop_table('dissent_asked')
    op.drop_table('decision')
    with op.batch_alter_table('court_outcome', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_court_outcome_meeting_id'))
        batch_op.drop_index('ix_court_outcome_child')

    op.drop_table('court_outcome')
    with op.batch_alter_table('correction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_correction_meeting_id'))

    op.drop_table('correction')
    op.drop_table('child_heard')
    with op.batch_alter_table('action', schema=None) as batch_op:
        batch_op.drop_index('ix_action_state')
        batch_op.drop_index('ix_action_set_by')
        batch_op.drop_index(batch_op.f('ix_action_service_use_id'))
        batch_op.drop_index('ix_action_proposed_owner')
        batch_op.drop_index('ix_action_owner')
        batch_op.drop_index('ix_action_meeting')
        batch_op.drop_index('ix_action_escalation')
        batch_op.drop_index('ix_action_checker')
        batch_op.drop_index(batch_op.f('ix_action_assumption_id'))

    op.drop_table('action')
    with op.batch_alter_table('voice_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_voice_file_voice_entry_id'))
        batch_op.drop_index(batch_op.f('ix_voice_file_child_id'))

    op.drop_table('voice_file')
    with op.batch_alter_table('supervision', schema=None) as batch_op:
        batch_op.drop_index('ix_supervision_line')
        batch_op.drop_index('ix_supervision_due')

    op.drop_table('supervision')
    with op.batch_alter_table('series_seat', schema=None) as batch_op:
        batch_op.drop_index('ix_series_seat_person')

    op.drop_table('series_seat')
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.drop_index('uq_meeting_uid', sqlite_where=sa.text('series_id is null'), postgresql_where=sa.text('series_id is null'))
        batch_op.drop_index('ix_meeting_uid')
        batch_op.drop_index('ix_meeting_state_starts')
        batch_op.drop_index('ix_meeting_series')
        batch_op.drop_index(batch_op.f('ix_meeting_predecessor_id'))
        batch_op.drop_index('ix_meeting_coordinator')
        batch_op.drop_index('ix_meeting_chair')
        batch_op.drop_index('ix_meeting_asked_by')

    op.drop_table('meeting')
    op.drop_table('mail_attempt')
    with op.batch_alter_table('incoming_mail', schema=None) as batch_op:
        batch_op.drop_index('ix_incoming_mail_unread', sqlite_where=sa.text("outcome = ''"), postgresql_where=sa.text("outcome = ''"))
        batch_op.drop_index('ix_incoming_mail_received')
        batch_op.drop_index('ix_incoming_mail_kept', sqlite_where=sa.text('forgotten_at is null'), postgresql_where=sa.text('forgotten_at is null'))

    op.drop_table('incoming_mail')
    with op.batch_alter_table('escalation_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_escalation_entry_escalation')

    op.drop_table('escalation_entry')
    with op.batch_alter_table('escalation_child', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_escalation_child_child_id'))

    op.drop_table('escalation_child')
    op.drop_table('debrief_note')
    with op.batch_alter_table('change_task', schema=None) as batch_op:
        batch_op.drop_index('ix_change_task_child')

    op.drop_table('change_task')
    op.drop_table('change_post')
    with op.batch_alter_table('voice_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_voice_entry_retracts_id'))
        batch_op.drop_index('ix_voice_entry_child')

    op.drop_table('voice_entry')
    with op.batch_alter_table('training', schema=None) as batch_op:
        batch_op.drop_index('ix_training_together')
        batch_op.drop_index('ix_training_person')
        batch_op.drop_index('ix_training_expires')

    op.drop_table('training')
    with op.batch_alter_table('timer', schema=None) as batch_op:
        batch_op.drop_index('ix_timer_subject')
        batch_op.drop_index('ix_timer_due', sqlite_where=sa.text("state = 'due'"), postgresql_where=sa.text("state = 'due'"))

    op.drop_table('timer')
    with op.batch_alter_table('supervision_line', schema=None) as batch_op:
        batch_op.drop_index('uq_supervision_line_standing', sqlite_where=sa.text('ended_on is null'), postgresql_where=sa.text('ended_on is null'))
        batch_op.drop_index('ix_supervision_line_supervisor')
        batch_op.drop_index('ix_supervision_line_due')

    op.drop_table('supervision_line')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_session_person_id'))

    op.drop_table('sign_in_session')
    with op.batch_alter_table('sharing_decision', schema=None) as batch_op:
        batch_op.drop_index('ix_sharing_decision_child')

    op.drop_table('sharing_decision')
    with op.batch_alter_table('service_use', schema=None) as batch_op:
        batch_op.drop_index('ix_service_use_service')
        batch_op.drop_index('ix_service_use_child')

    op.drop_table('service_use')
    with op.batch_alter_table('safety_note', schema=None) as batch_op:
        batch_op.drop_index('ix_safety_note_child')

    op.drop_table('safety_note')
    with op.batch_alter_table('referral', schema=None) as batch_op:
        batch_op.drop_index('ix_referral_to_agency')
        batch_op.drop_index('ix_referral_followed_by')
        batch_op.drop_index('ix_referral_child')

    op.drop_table('referral')
    with op.batch_alter_table('private_link', schema=None) as batch_op:
        batch_op.drop_index('ix_private_link_subject')
        batch_op.drop_index(batch_op.f('ix_private_link_person_id'))

    op.drop_table('private_link')
    op.drop_table('person_alias')
    with op.batch_alter_table('pattern_settled', schema=None) as batch_op:
        batch_op.drop_index('ix_pattern_settled_child')

    op.drop_table('pattern_settled')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_waiting', sqlite_where=sa.text("state in ('due', 'deferred', 'unknown')"), postgresql_where=sa.text("state in ('due', 'deferred', 'unknown')"))
        batch_op.drop_index('ix_outbox_out', sqlite_where=sa.text("state = 'sending'"), postgresql_where=sa.text("state = 'sending'"))
        batch_op.drop_index('ix_outbox_folded')
        batch_op.drop_index('ix_outbox_entry')
        batch_op.drop_index('ix_outbox_attention', sqlite_where=sa.text("state in ('failed', 'parked')"), postgresql_where=sa.text("state in ('failed', 'parked')"))
        batch_op.drop_index('ix_outbox_about')

    op.drop_table('outbox')
    op.drop_table('outage_seen')
    with op.batch_alter_table('need_seen', schema=None) as batch_op:
        batch_op.drop_index('ix_need_seen_child')

    op.drop_table('need_seen')
    op.drop_table('meeting_series')
    with op.batch_alter_table('listening', schema=None) as batch_op:
        batch_op.drop_index('ix_listening_child')

    op.drop_table('listening')
    with op.batch_alter_table('lead_professional', schema=None) as batch_op:
        batch_op.drop_index('uq_lead_professional_pending', sqlite_where=sa.text("state in ('nominated', 'accepted')"), postgresql_where=sa.text("state in ('nominated', 'accepted')"))
        batch_op.drop_index('uq_lead_professional_leading', sqlite_where=sa.text("state in ('active', 'handover_proposed')"), postgresql_where=sa.text("state in ('active', 'handover_proposed')"))
        batch_op.drop_index('ix_lead_professional_person')
        batch_op.drop_index(batch_op.f('ix_lead_professional_deputy_id'))
        batch_op.drop_index('ix_lead_professional_child')

    op.drop_table('lead_professional')
    with op.batch_alter_table('lead_gap', schema=None) as batch_op:
        batch_op.drop_index('uq_lead_gap_open', sqlite_where=sa.text('to_at is null'), postgresql_where=sa.text('to_at is null'))
        batch_op.drop_index('ix_lead_gap_child')

    op.drop_table('lead_gap')
    with op.batch_alter_table('kept_form', schema=None) as batch_op:
        batch_op.drop_index('ix_kept_form_person')

    op.drop_table('kept_form')
    with op.batch_alter_table('joint_look', schema=None) as batch_op:
        batch_op.drop_index('uq_joint_look_open', sqlite_where=sa.text('looked_at is null'), postgresql_where=sa.text('looked_at is null'))
        batch_op.drop_index('ix_joint_look_child')

    op.drop_table('joint_look')
    with op.batch_alter_table('iro_dispute', schema=None) as batch_op:
        batch_op.drop_index('ix_iro_dispute_child')
        batch_op.drop_index('ix_iro_dispute_answers')

    op.drop_table('iro_dispute')
    with op.batch_alter_table('involvement', schema=None) as batch_op:
        batch_op.drop_index('ix_involvement_person')
        batch_op.drop_index('ix_involvement_child')
        batch_op.drop_index('ix_involvement_agency')

    op.drop_table('involvement')
    with op.batch_alter_table('information_request', schema=None) as batch_op:
        batch_op.drop_index('ix_information_request_child')
        batch_op.drop_index('ix_information_request_asked')

    op.drop_table('information_request')
    with op.batch_alter_table('indicator_seen', schema=None) as batch_op:
        batch_op.drop_index('ix_indicator_seen_child')

    op.drop_table('indicator_seen')
    with op.batch_alter_table('fresh_eyes', schema=None) as batch_op:
        batch_op.drop_index('ix_fresh_eyes_child')

    op.drop_table('fresh_eyes')
    with op.batch_alter_table('explanation', schema=None) as batch_op:
        batch_op.drop_index('ix_explanation_child')
        batch_op.drop_index(batch_op.f('ix_explanation_about_id'))

    op.drop_table('explanation')
    op.drop_table('escalation_policy')
    with op.batch_alter_table('escalation', schema=None) as batch_op:
        batch_op.drop_index('ix_escalation_state')
        batch_op.drop_index('ix_escalation_raiser')
        batch_op.drop_index('ix_escalation_against')

    op.drop_table('escalation')
    with op.batch_alter_table('engagement', schema=None) as batch_op:
        batch_op.drop_index('ix_engagement_child')

    op.drop_table('engagement')
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index('ix_draft_person')
        batch_op.drop_index(batch_op.f('ix_draft_child_id'))

    op.drop_table('draft')
    with op.batch_alter_table('debrief', schema=None) as batch_op:
        batch_op.drop_index('ix_debrief_with')
        batch_op.drop_index('ix_debrief_due')

    op.drop_table('debrief')
    with op.batch_alter_table('contact_rule', schema=None) as batch_op:
        batch_op.drop_index('ix_contact_rule_household')

    op.drop_table('contact_rule')
    with op.batch_alter_table('conflict_of_interest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conflict_of_interest_child_id'))

    op.drop_table('conflict_of_interest')
    with op.batch_alter_table('chronology_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_chronology_entry_writer')
        batch_op.drop_index('ix_chronology_entry_child')

    op.drop_table('chronology_entry')
    with op.batch_alter_table('child_relation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_child_relation_other_id'))

    op.drop_table('child_relation')
    with op.batch_alter_table('change_notice', schema=None) as batch_op:
        batch_op.drop_index('ix_change_notice_service')

    op.drop_table('change_notice')
    with op.batch_alter_table('case_summary', schema=None) as batch_op:
        batch_op.drop_index('ix_case_summary_child')

    op.drop_table('case_summary')
    with op.batch_alter_table('case_audit', schema=None) as batch_op:
        batch_op.drop_index('ix_case_audit_child')
        batch_op.drop_index('ix_case_audit_auditor')

    op.drop_table('case_audit')
    with op.batch_alter_table('belief', schema=None) as batch_op:
        batch_op.drop_index('ix_belief_child')

    op.drop_table('belief')
    with op.batch_alter_table('assumption', schema=None) as batch_op:
        batch_op.drop_index('ix_assumption_child')

    op.drop_table('assumption')
    with op.batch_alter_table('area_move', schema=None) as batch_op:
        batch_op.drop_index('uq_area_move_noticed', sqlite_where=sa.text("state = 'noticed'"), postgresql_where=sa.text("state = 'noticed'"))
        batch_op.drop_index('ix_area_move_state')
        batch_op.drop_index('ix_area_move_child')

    op.drop_table('area_move')
    with op.batch_alter_table('area_lived', schema=None) as batch_op:
        batch_op.drop_index('ix_area_lived_child')

    op.drop_table('area_lived')
    with op.batch_alter_table('api_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_api_token_person_id'))

    op.drop_table('api_token')
    with op.batch_alter_table('analysis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_analysis_replaces_id'))
        batch_op.drop_index('ix_analysis_child')

    op.drop_table('analysis')
    with op.batch_alter_table('adult_asked', schema=None) as batch_op:
        batch_op.drop_index('ix_adult_asked_child')

    op.drop_table('adult_asked')
    with op.batch_alter_table('adult_account', schema=None) as batch_op:
        batch_op.drop_index('ix_adult_account_member')

    op.drop_table('adult_account')
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.drop_index('ix_absence_person')

    op.drop_table('absence')
    op.drop_table('service')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_name_key'))
        batch_op.drop_index('ix_person_manager')
        batch_op.drop_index('ix_person_agency')

    op.drop_table('person')
    with op.batch_alter_table('family_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_family_member_household_id'))

    op.drop_table('family_member')
    with op.batch_alter_table('child', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_child_name_key'))
        batch_op.drop_index(batch_op.f('ix_child_household_id'))

    op.drop_table('child')
    op.drop_table('audit_payload')
    op.drop_table('sign_in_failure')
    op.drop_table('reference_counter')
    op.drop_table('outage')
    op.drop_table('mail_server')
    op.drop_table('link_tries')
    op.drop_table('idempotency_key')
    op.drop_table('household')
    op.drop_table('dispatcher_heartbeat')
    op.drop_table('audit_head')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_entry_subject')
        batch_op.drop_index('ix_audit_entry_child')

    op.drop_table('audit_entry')
    op.drop_table('agency')
