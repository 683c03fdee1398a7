-- All that an action announced, in the order in which it did: event rows, and dispatch jobs for those that somebody hears.

DROP FUNCTION core_announce(uuid, text, jsonb, text, text, timestamptz, text, boolean, boolean);

CREATE FUNCTION core_announce(
    _id uuid[], _name text[], _payload jsonb[], _actor_kind text[], _actor_id text[], _recorded_at timestamptz[],
    _request_id text, _history boolean[], _dispatch boolean[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _day date;
BEGIN
    FOR _day IN SELECT DISTINCT (at AT TIME ZONE 'UTC')::date FROM unnest(_recorded_at) at LOOP
        PERFORM core_ensure_months('core_event', _day, _day);
    END LOOP;
    INSERT INTO core_event (id, name, payload, actor_kind, actor_id, recorded_at, request_id, history)
    SELECT e.id, e.name, e.payload, e.actor_kind, e.actor_id, e.recorded_at, _request_id, e.history
    FROM unnest(_id, _name, _payload, _actor_kind, _actor_id, _recorded_at, _history)
        AS e (id, name, payload, actor_kind, actor_id, recorded_at, history);
    PERFORM procrastinate_defer_jobs_v1(array_agg(ROW(
        'events', 'core.dispatch', 0, NULL, NULL,
        jsonb_build_object('event_id', e.id, 'recorded_at', to_json(e.recorded_at)), NULL
    )::procrastinate_job_to_defer_v1 ORDER BY e.line))
    FROM unnest(_id, _recorded_at, _dispatch) WITH ORDINALITY AS e (id, recorded_at, dispatch, line)
    WHERE e.dispatch HAVING count(*) > 0;
END $$;
