from django.db import migrations

FORGETTING = """
CREATE OR REPLACE FUNCTION audit_event_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('lintel.forgetting', true) = 'on' THEN
        -- Words about a person who is forgotten go; nothing comes, and no fact changes.
        IF (NEW.id, NEW.kind, NEW.subject_type, NEW.subject_id, NEW.actor_id, NEW.at)
            IS NOT DISTINCT FROM (OLD.id, OLD.kind, OLD.subject_type, OLD.subject_id, OLD.actor_id, OLD.at)
            AND OLD.data @> NEW.data THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'events are never changed';
END $$;
"""
NEVER = """
CREATE OR REPLACE FUNCTION audit_event_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'events are never changed'; END $$;
"""


class Migration(migrations.Migration):

    dependencies = [('audit', '0001_initial')]

    operations = [migrations.RunSQL(FORGETTING, NEVER)]
