-- Functions on which every table leans.

CREATE FUNCTION core_track_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.written_xid := pg_current_xact_id();
    RETURN NEW;
END $$;

CREATE FUNCTION core_refuse_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are a record and cannot be changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION core_ensure_months(_table text, _first date, _last date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _month date := date_trunc('month', _first);
    _name text;
BEGIN
    WHILE _month <= _last LOOP
        _name := _table || to_char(_month, '"_"YYYY"_"MM');
        IF to_regclass(_name) IS NULL THEN
            PERFORM pg_advisory_xact_lock(hashtext(_name));
            EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                _name, _table, _month || ' 00:00:00+00', (_month + interval '1 month')::date || ' 00:00:00+00');
        END IF;
        _month := _month + interval '1 month';
    END LOOP;
END $$;

CREATE FUNCTION core_announce(
    _id uuid, _name text, _payload jsonb, _actor_kind text, _actor_id text,
    _recorded_at timestamptz, _request_id text, _history boolean, _dispatch boolean
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM core_ensure_months('core_event', (_recorded_at AT TIME ZONE 'UTC')::date, (_recorded_at AT TIME ZONE 'UTC')::date);
    INSERT INTO core_event (id, name, payload, actor_kind, actor_id, recorded_at, request_id, history)
    VALUES (_id, _name, _payload, _actor_kind, _actor_id, _recorded_at, _request_id, _history);
    IF _dispatch THEN
        PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW(
            'events', 'core.dispatch', 0, NULL, NULL,
            jsonb_build_object('event_id', _id, 'recorded_at', to_json(_recorded_at)), NULL
        )::procrastinate_job_to_defer_v1]);
    END IF;
END $$;
