-- The only hands that touch positions. Everything here locks them in one order: by location, then by product.

-- Some columns are younger than the first migration, which writes these functions as well.
SET LOCAL check_function_bodies = off;

CREATE OR REPLACE FUNCTION inventory_usable(p inventory_position) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT p.on_hand - greatest(p.damaged, 0) - greatest(p.held, 0) - greatest(p.display, 0)
$$;

-- Whether anything may be promised from here: switched on, and heard of lately where others keep the record. Stable, as
-- its arithmetic of times is: what claims more than its body is called row by row instead of being worked in.
CREATE OR REPLACE FUNCTION inventory_counts(p inventory_position, l inventory_location, _now timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT l.switched_off_at IS NULL AND (l.stale_after_minutes IS NULL
        OR coalesce(greatest(p.fed_at, l.fed_at) >= _now - l.stale_after_minutes * interval '1 minute', false))
$$;

-- What can be promised now; rules.availability.free_now says the same in Python, and a test holds both equal.
CREATE OR REPLACE FUNCTION inventory_free(p inventory_position, _pieces int, _percent int) RETURNS int
LANGUAGE sql IMMUTABLE AS $$
    SELECT inventory_usable(p) - p.reserved - p.owed - p.safety - p.buffer - _pieces
        - (greatest(inventory_usable(p), 0) * p.safety_percent + 99) / 100
        - (greatest(inventory_usable(p), 0) * p.buffer_percent + 99) / 100
        - (greatest(inventory_usable(p), 0) * _percent + 99) / 100
$$;

-- What the most specific rule keeps back: (pieces, percent). A location says more than a kind of locations, and that
-- more than a category (decision 70); the empty channel stands for the rules of all channels.
CREATE OR REPLACE FUNCTION inventory_rule(
    _kind text, _channel text, _location uuid, _category uuid, _place_kind text
) RETURNS TABLE (pieces int, percent int) LANGUAGE sql STABLE AS $$
    SELECT r.pieces, r.percent::int FROM inventory_bufferrule r
    WHERE r.kind = _kind AND r.channel = _channel
        AND (r.location_id IS NULL OR r.location_id = _location)
        AND (r.place_kind = '' OR r.place_kind = _place_kind)
        AND (r.category_id IS NULL OR r.category_id = _category)
    ORDER BY (r.location_id IS NOT NULL)::int * 4 + (r.place_kind <> '')::int * 2 + (r.category_id IS NOT NULL)::int
        DESC LIMIT 1
$$;

-- What a channel has to leave beside what all have to.
CREATE OR REPLACE FUNCTION inventory_channel_buffer(_channel text, _location uuid, _category uuid)
RETURNS TABLE (pieces int, percent int) LANGUAGE sql STABLE AS $$
    SELECT b.pieces, b.percent FROM inventory_location l
    CROSS JOIN LATERAL inventory_rule('buffer', _channel, l.id, _category, l.kind) b WHERE _channel <> '' AND l.id = _location
$$;

-- Tell open pages which products changed: one payload for each statement of ours, delivered at the commit.
CREATE OR REPLACE FUNCTION inventory_tell(_products uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(_products) > 100 THEN
        PERFORM pg_notify('shopkeeper_stock', '*');
    ELSIF cardinality(_products) > 0 THEN
        PERFORM pg_notify('shopkeeper_stock',
            (SELECT string_agg(DISTINCT product::text, ',') FROM unnest(_products) AS product));
    END IF;
END $$;

-- Lock those of these positions that there are, once each; gives how many. One that is moved meanwhile (`gathering.sql`)
-- is passed over by who waits for it, so whoever gets fewer than there are looks again.
CREATE OR REPLACE FUNCTION inventory_try_lock(_product uuid[], _location uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    _locked bigint;
BEGIN
    PERFORM 1 FROM inventory_position p
    JOIN (SELECT DISTINCT product, location FROM unnest(_product, _location) AS g (product, location)) w
        ON (p.product_id, p.location_id) = (w.product, w.location)
    ORDER BY p.location_id, p.product_id FOR UPDATE OF p;
    GET DIAGNOSTICS _locked = ROW_COUNT;
    RETURN _locked;
END $$;

CREATE OR REPLACE FUNCTION inventory_lock(_product uuid[], _location uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    _wanted bigint;
BEGIN
    INSERT INTO inventory_position (product_id, location_id, on_hand, reserved, damaged, held, display, short, incoming,
        owed, safety, safety_percent, buffer, buffer_percent, accuracy, negative_reason)
    SELECT DISTINCT product, location, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.8, ''
    FROM unnest(_product, _location) AS g (product, location)
    WHERE NOT EXISTS (
        SELECT FROM inventory_position p WHERE (p.product_id, p.location_id) = (g.product, g.location)
    )
    ORDER BY location, product
    ON CONFLICT DO NOTHING;
    SELECT count(*) INTO _wanted FROM (SELECT DISTINCT * FROM unnest(_product, _location)) w;
    LOOP
        EXIT WHEN inventory_try_lock(_product, _location) = _wanted;
    END LOOP;
END $$;

-- Write movements and add them up. From a feed, each is written once, and one that happened before the last count is
-- taken back at once, since the count has seen it; a count later than now was dated by a clock that has jumped back, and
-- dates nothing. Returns how many were new.
CREATE OR REPLACE FUNCTION inventory_apply(
    _now timestamptz, _by text, _feed boolean, _kind text[], _product uuid[], _location uuid[], _quantity int[],
    _on_hand int[], _reserved int[], _damaged int[], _held int[], _display int[], _reason text[], _ref text[],
    _source text[], _source_key text[], _sequence bigint[], _occurred_at timestamptz[]
) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    _applied int;
BEGIN
    PERFORM inventory_lock(_product, _location);
    PERFORM core_ensure_months('inventory_movement', month, month) FROM (
        SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date AS month FROM unnest(_occurred_at) AS at) months;
    WITH given AS MATERIALIZED (
        SELECT g.*, CASE WHEN _feed
            THEN md5(source || chr(31) || source_key || chr(31) || sequence)::uuid END AS digest
        FROM unnest(_kind, _product, _location, _quantity, _on_hand, _reserved, _damaged, _held, _display, _reason,
            _ref, _source, _source_key, _sequence, _occurred_at) WITH ORDINALITY
            AS g (kind, product_id, location_id, quantity, on_hand, reserved, damaged, held, display, reason, ref, source,
                source_key, sequence, occurred_at, line)
    ), seen AS (
        INSERT INTO inventory_seenmovement (digest) SELECT DISTINCT digest FROM given WHERE _feed ORDER BY digest
        ON CONFLICT DO NOTHING RETURNING digest
    ), fresh AS MATERIALIZED (
        SELECT * FROM given WHERE NOT _feed
        UNION ALL
        (SELECT DISTINCT ON (digest) given.* FROM given JOIN seen USING (digest) ORDER BY digest, line)
    ), all_of_them AS MATERIALIZED (
        SELECT kind, product_id, location_id, quantity, on_hand, reserved, damaged, held, display, reason, ref, source,
            source_key, sequence, occurred_at FROM fresh
        UNION ALL
        SELECT 'count', f.product_id, f.location_id, 0, -f.on_hand, 0, 0, 0, 0, 'counted since', f.ref, f.source,
            f.source_key, f.sequence, f.occurred_at
        FROM fresh f JOIN inventory_position p USING (product_id, location_id)
        WHERE _feed AND f.on_hand <> 0 AND f.occurred_at <= p.last_counted_at AND p.last_counted_at <= _now
    ), written AS (
        INSERT INTO inventory_movement (id, recorded_at, by, kind, product_id, location_id, quantity, on_hand, reserved,
            damaged, held, display, reason, ref, source, source_key, sequence, occurred_at)
        SELECT uuidv7(), _now, _by, kind, product_id, location_id, quantity, on_hand, reserved, damaged, held, display,
            reason, ref, source, source_key, sequence, occurred_at
        FROM all_of_them
    ), sums AS (
        SELECT product_id, location_id, sum(on_hand)::int AS on_hand, sum(reserved)::int AS reserved,
            sum(damaged)::int AS damaged, sum(held)::int AS held, sum(display)::int AS display,
            max(occurred_at) FILTER (WHERE kind = 'sell') AS sold_at,
            max(least(occurred_at, _now)) FILTER (WHERE on_hand <> 0) AS told_at,
            max(least(occurred_at, _now)) FILTER (WHERE on_hand > 0) AS came_at,
            count(*) FILTER (WHERE kind = 'short') AS misses,
            count(*) FILTER (WHERE kind = 'sell' AND reserved < 0) AS finds,
            max(coalesce(nullif(reason, ''), kind)) FILTER (WHERE on_hand < 0) AS reason
        FROM all_of_them GROUP BY 1, 2
    ), changed AS (
        UPDATE inventory_position p SET
            on_hand = p.on_hand + s.on_hand, reserved = p.reserved + s.reserved, damaged = p.damaged + s.damaged,
            held = p.held + s.held, display = p.display + s.display,
            short = greatest(p.reserved + s.reserved - greatest(
                p.on_hand + s.on_hand - greatest(p.damaged + s.damaged, 0) - greatest(p.held + s.held, 0)
                - greatest(p.display + s.display, 0), 0), 0),
            last_sold_at = greatest(p.last_sold_at, s.sold_at), fed_at = greatest(p.fed_at, s.told_at),
            came_at = greatest(p.came_at, s.came_at),
            accuracy = CASE WHEN s.misses > 0 THEN p.accuracy * 0.5 WHEN s.finds > 0 THEN p.accuracy * 0.9 + 0.1
                ELSE p.accuracy END,
            negative_reason = CASE WHEN p.on_hand + s.on_hand >= 0 THEN ''
                ELSE coalesce(s.reason, nullif(p.negative_reason, ''), 'unknown') END,
            written_xid = pg_current_xact_id()
        FROM sums s WHERE (p.product_id, p.location_id) = (s.product_id, s.location_id)
    )
    SELECT count(*) INTO _applied FROM fresh;
    IF _applied > 0 THEN
        PERFORM inventory_tell(_product);
    END IF;
    RETURN _applied;
END $$;

-- What somebody found on a shelf at a moment: the record then is set right, and what happened since stays.
-- Of several counts of one position the latest holds. Returns, for those that are new, how far the record was off.
CREATE OR REPLACE FUNCTION inventory_count(
    _now timestamptz, _by text, _feed boolean, _product uuid[], _location uuid[], _counted int[], _reason text[],
    _ref text[], _source text[], _source_key text[], _sequence bigint[], _occurred_at timestamptz[]
) RETURNS TABLE (product_id uuid, location_id uuid, counted int, difference int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    PERFORM inventory_lock(_product, _location);
    PERFORM core_ensure_months('inventory_movement', month, month) FROM (
        SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date AS month FROM unnest(_occurred_at) AS at) months;
    PERFORM inventory_tell(_product);
    RETURN QUERY
    WITH given AS MATERIALIZED (
        SELECT g.*, CASE WHEN _feed
            THEN md5(source || chr(31) || source_key || chr(31) || sequence)::uuid END AS digest
        FROM unnest(_product, _location, _counted, _reason, _ref, _source, _source_key, _sequence, _occurred_at)
            WITH ORDINALITY
            AS g (product_id, location_id, counted, reason, ref, source, source_key, sequence, occurred_at, line)
    ), seen AS (
        INSERT INTO inventory_seenmovement (digest) SELECT DISTINCT digest FROM given WHERE _feed ORDER BY digest
        ON CONFLICT DO NOTHING RETURNING digest
    ), fresh AS (
        SELECT * FROM given WHERE NOT _feed
        UNION ALL
        (SELECT DISTINCT ON (digest) given.* FROM given JOIN seen USING (digest) ORDER BY digest, line)
    ), ranked AS MATERIALIZED (
        SELECT f.*, p.on_hand, p.accuracy,
            row_number() OVER (PARTITION BY f.product_id, f.location_id ORDER BY f.occurred_at DESC, f.line DESC) = 1
                AND (f.occurred_at > p.last_counted_at OR p.last_counted_at > _now) IS NOT FALSE AS holds
        FROM fresh f JOIN inventory_position p USING (product_id, location_id)
    ), judged AS MATERIALIZED (
        SELECT r.*, CASE WHEN r.holds THEN r.counted - r.on_hand + since.on_hand ELSE 0 END AS difference
        FROM ranked r CROSS JOIN LATERAL (
            SELECT coalesce(sum(m.on_hand), 0)::int AS on_hand FROM inventory_movement m
            WHERE r.holds AND (m.product_id, m.location_id) = (r.product_id, r.location_id)
                AND m.occurred_at > r.occurred_at AND m.occurred_at <= _now
        ) since
    ), written AS (
        INSERT INTO inventory_movement (id, recorded_at, by, kind, product_id, location_id, quantity, on_hand, reserved,
            damaged, held, display, reason, ref, source, source_key, sequence, occurred_at)
        SELECT uuidv7(), _now, _by, 'count', product_id, location_id, counted, difference, 0, 0, 0, 0,
            CASE WHEN holds THEN reason ELSE 'counted since' END, ref, source, source_key, sequence, occurred_at
        FROM judged
    ), changed AS (
        UPDATE inventory_position p SET
            on_hand = p.on_hand + j.difference,
            short = greatest(p.reserved - greatest(inventory_usable(p) + j.difference, 0), 0),
            last_counted_at = least(j.occurred_at, _now), fed_at = greatest(p.fed_at, least(j.occurred_at, _now)),
            accuracy = p.accuracy * 0.5 + 0.5 * (1 - least(1, abs(j.difference)
                / greatest(j.counted, j.counted - j.difference, 1)::double precision)),
            negative_reason = CASE WHEN p.on_hand + j.difference >= 0 THEN '' ELSE 'sold since the count' END,
            written_xid = pg_current_xact_id()
        FROM judged j WHERE j.holds AND (p.product_id, p.location_id) = (j.product_id, j.location_id)
    )
    SELECT j.product_id, j.location_id, j.counted, j.difference FROM judged j ORDER BY j.line;
END $$;

-- Whether a SKU is a bundle that lies nowhere itself (decision 64): its parts are what can be kept.
CREATE OR REPLACE FUNCTION inventory_in_parts(_product uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM catalog_component WHERE bundle_id = _product) AND NOT EXISTS (
        SELECT FROM inventory_position
        WHERE product_id = _product AND (on_hand > 0 OR reserved > 0 OR incoming > 0 OR owed > 0)
    )
$$;

-- Reserve all demands or none; with `_partial`, as much of each as there is. A demand that was granted before is not
-- granted again. Two at once take turns at the position, and the later one sees what the earlier one left.
CREATE OR REPLACE FUNCTION inventory_reserve(
    _now timestamptz, _by text, _kind text, _expires_at timestamptz, _channel text, _partial boolean,
    _ref text[], _attempt int[], _sku text[], _location text[], _quantity int[], _part_of text[]
) RETURNS TABLE (line bigint, got int, free int, why text)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    _product uuid[];
    _place uuid[];
    _bundle uuid[];
BEGIN
    SELECT array_agg(t.id ORDER BY g.line), array_agg(l.id ORDER BY g.line), array_agg(b.id ORDER BY g.line)
    INTO _product, _place, _bundle
    FROM unnest(_sku, _location, _part_of) WITH ORDINALITY AS g (sku, code, part_of, line)
    LEFT JOIN catalog_product t ON t.sku = g.sku LEFT JOIN inventory_location l ON l.code = g.code
    LEFT JOIN catalog_product b ON g.part_of <> '' AND b.sku = g.part_of;
    LOOP
        EXIT WHEN inventory_try_lock(_product, _place) = (
            SELECT count(*) FROM inventory_position WHERE (product_id, location_id) IN (SELECT * FROM unnest(_product, _place))
        );
    END LOOP;
    PERFORM core_ensure_months('inventory_movement', (_now AT TIME ZONE 'UTC')::date, (_now AT TIME ZONE 'UTC')::date);
    RETURN QUERY
    WITH asked AS MATERIALIZED (
        SELECT g.*, r.quantity AS had, r.open + r.consumed AS kept
        FROM unnest(_ref, _attempt, _product, _place, _quantity, _bundle) WITH ORDINALITY
            AS g (ref, attempt, product_id, location_id, quantity, part_of_id, line)
        CROSS JOIN LATERAL (  -- one demand has several rows where it waits for several deliveries
            SELECT sum(r.quantity)::int AS quantity, sum(r.open)::int AS open, sum(r.consumed)::int AS consumed
            FROM inventory_reservation r
            WHERE (r.ref, r.attempt, r.product_id, r.location_id) = (g.ref, g.attempt, g.product_id, g.location_id)
                AND r.part_of_id IS NOT DISTINCT FROM g.part_of_id
        ) r
    ), room AS MATERIALIZED (
        SELECT a.*, coalesce(CASE WHEN inventory_counts(p, l, _now)
                THEN inventory_free(p, coalesce(b.pieces, 0), coalesce(b.percent, 0)) ELSE 0 END, 0)
            - coalesce(sum(a.quantity) FILTER (WHERE a.had IS NULL) OVER (
                PARTITION BY a.product_id, a.location_id ORDER BY a.line ROWS UNBOUNDED PRECEDING EXCLUDE CURRENT ROW
            ), 0) AS free
        FROM asked a LEFT JOIN inventory_position p USING (product_id, location_id)
        LEFT JOIN inventory_location l ON l.id = a.location_id
        LEFT JOIN catalog_product t ON t.id = a.product_id
        LEFT JOIN LATERAL inventory_channel_buffer(_channel, a.location_id, t.category_id) b ON true
    ), granted AS MATERIALIZED (
        SELECT r.*, CASE
            WHEN had IS NOT NULL THEN kept
            WHEN r.free >= quantity THEN quantity
            WHEN _partial THEN greatest(r.free, 0)::int ELSE 0 END AS got
        FROM room r
    ), verdict AS (
        SELECT _partial OR bool_and(CASE WHEN had IS NULL THEN got = quantity ELSE got > 0 END) AS go FROM granted
    ), taken AS MATERIALIZED (
        SELECT g.* FROM granted g, verdict WHERE verdict.go AND g.had IS NULL AND g.got > 0
    ), reserved AS (
        INSERT INTO inventory_reservation (id, ref, attempt, product_id, location_id, part_of_id, kind, channel, quantity,
            consumed, released, expires_at, reserved_at, by)
        SELECT uuidv7(), ref, attempt, product_id, location_id, part_of_id, _kind, _channel, got, 0, 0, _expires_at, _now, _by
        FROM taken
    ), written AS (
        INSERT INTO inventory_movement (id, recorded_at, by, kind, product_id, location_id, quantity, on_hand, reserved,
            damaged, held, display, reason, ref, source, source_key, sequence, occurred_at)
        SELECT uuidv7(), _now, _by, 'reserve', product_id, location_id, got, 0, got, 0, 0, 0, '', ref, 'shopkeeper', '',
            attempt, _now
        FROM taken
    ), changed AS (
        UPDATE inventory_position p SET reserved = p.reserved + s.quantity, written_xid = pg_current_xact_id()
        FROM (SELECT product_id, location_id, sum(got)::int AS quantity FROM taken GROUP BY 1, 2) s
        WHERE (p.product_id, p.location_id) = (s.product_id, s.location_id)
    ), told AS MATERIALIZED (
        SELECT inventory_tell(array_agg(product_id)) FROM taken HAVING count(*) > 0
    )
    SELECT g.line, CASE WHEN g.had IS NOT NULL OR v.go THEN g.got ELSE 0 END, greatest(g.free, 0)::int,
        CASE WHEN g.product_id IS NULL THEN 'unknown_sku' WHEN g.location_id IS NULL THEN 'unknown_location'
            WHEN g.had IS NOT NULL AND g.kept = 0 THEN 'ended'
            WHEN g.got >= g.quantity OR g.had IS NOT NULL THEN ''
            WHEN inventory_in_parts(g.product_id) THEN 'in_parts' ELSE 'not_enough' END
    FROM granted g CROSS JOIN verdict v LEFT JOIN told ON true ORDER BY g.line;
END $$;

-- One line, as carts ask all day: refused by a look that locks nothing, since what is not there is not there; granted by
-- the same look again, under the lock, where it sees what those before it left.
CREATE OR REPLACE FUNCTION inventory_reserve_one(
    _now timestamptz, _by text, _kind text, _expires_at timestamptz, _channel text, _partial boolean,
    _ref text, _attempt int, _sku text, _location text, _quantity int, OUT got int, OUT free int, OUT why text
) LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    _seen record;
    _locked boolean := false;
    _pieces int := 0;
    _percent int := 0;
BEGIN
    IF _channel <> '' THEN
        SELECT coalesce(max(b.pieces), 0), coalesce(max(b.percent), 0) INTO _pieces, _percent
        FROM catalog_product t CROSS JOIN inventory_location l,
            inventory_channel_buffer(_channel, l.id, t.category_id) b WHERE t.sku = _sku AND l.code = _location;
    END IF;
    LOOP
        SELECT t.id AS product, l.id AS place, r.kept,
            CASE WHEN inventory_counts(p, l, _now)
                THEN inventory_free(p, _pieces, _percent) ELSE 0 END AS free
        INTO _seen
        FROM (SELECT) AS always LEFT JOIN catalog_product t ON t.sku = _sku
        LEFT JOIN inventory_location l ON l.code = _location
        LEFT JOIN inventory_position p ON p.product_id = t.id AND p.location_id = l.id
        CROSS JOIN LATERAL (
            SELECT sum(r.open + r.consumed)::int AS kept FROM inventory_reservation r
            WHERE r.ref = _ref AND r.attempt = _attempt AND r.product_id = t.id AND r.location_id = l.id
                AND r.part_of_id IS NULL
        ) r;
        free := greatest(_seen.free, 0);
        got := CASE WHEN _seen.kept IS NOT NULL THEN _seen.kept
            WHEN free >= _quantity THEN _quantity WHEN _partial THEN free ELSE 0 END;
        EXIT WHEN _locked OR got = 0 OR _seen.kept IS NOT NULL;
        PERFORM FROM inventory_position p WHERE p.product_id = _seen.product AND p.location_id = _seen.place FOR UPDATE;
        _locked := FOUND;  -- else it was moved meanwhile, and is looked for again where it lies now
    END LOOP;
    why := CASE WHEN _seen.product IS NULL THEN 'unknown_sku' WHEN _seen.place IS NULL THEN 'unknown_location'
        WHEN _seen.kept = 0 THEN 'ended' WHEN got >= _quantity OR _seen.kept IS NOT NULL THEN ''
        WHEN inventory_in_parts(_seen.product) THEN 'in_parts' ELSE 'not_enough' END;
    IF got > 0 AND _seen.kept IS NULL THEN
        PERFORM core_ensure_months('inventory_movement', (_now AT TIME ZONE 'UTC')::date, (_now AT TIME ZONE 'UTC')::date);
        UPDATE inventory_position p SET reserved = p.reserved + got, written_xid = pg_current_xact_id()
        WHERE p.product_id = _seen.product AND p.location_id = _seen.place;
        INSERT INTO inventory_reservation (id, ref, attempt, product_id, location_id, kind, channel, quantity, consumed,
            released, expires_at, reserved_at, by)
        VALUES (uuidv7(), _ref, _attempt, _seen.product, _seen.place, _kind, _channel, got, 0, 0, _expires_at, _now, _by);
        INSERT INTO inventory_movement (id, recorded_at, by, kind, product_id, location_id, quantity, on_hand, reserved,
            damaged, held, display, reason, ref, source, source_key, sequence, occurred_at)
        VALUES (uuidv7(), _now, _by, 'reserve', _seen.product, _seen.place, got, 0, got, 0, 0, 0, '', _ref, 'shopkeeper',
            '', _attempt, _now);
        PERFORM pg_notify('shopkeeper_stock', _seen.product::text);
    END IF;
END $$;

-- What comes, for positions that somebody holds locked: pieces that nobody was promised yet, and pieces promised
-- beyond what comes in time. A surplus that comes later serves no earlier promise.
CREATE OR REPLACE FUNCTION inventory_refresh_coming(_product uuid[], _location uuid[]) RETURNS void LANGUAGE sql AS $$
    SELECT inventory_lock(_product, _location);
    UPDATE inventory_position p SET incoming = c.incoming, owed = c.owed
    FROM (
        SELECT w.product, w.location, coalesce(greatest(sum(i.net), 0), 0)::int AS incoming,
            coalesce(greatest(-min(i.running), 0), 0)::int AS owed
        FROM (SELECT DISTINCT product, location FROM unnest(_product, _location) AS g (product, location)) w
        LEFT JOIN LATERAL (
            SELECT net, sum(net) OVER (ORDER BY due_on) AS running FROM (
                SELECT due_on, CASE WHEN closed_at IS NULL THEN quantity - received ELSE 0 END - reserved AS net
                FROM inventory_inbound i
                WHERE (i.product_id, i.location_id) = (w.product, w.location) AND (closed_at IS NULL OR reserved > 0)
            ) open
        ) i ON true
        GROUP BY 1, 2
    ) c
    WHERE (p.product_id, p.location_id) = (c.product, c.location) AND (p.incoming, p.owed) <> (c.incoming, c.owed);
$$;

-- Counters of these products that are not what they should be, all seen at one moment: `open` compares what is reserved
-- with what open reservations hold, the others compare with the sum of the movements.
CREATE OR REPLACE FUNCTION inventory_drifts(_products uuid[])
RETURNS TABLE (product_id uuid, location_id uuid, counter text, recorded int, expected int) LANGUAGE sql STABLE AS $$
    WITH folded AS (
        SELECT m.product_id, m.location_id, sum(m.on_hand)::int AS on_hand, sum(m.reserved)::int AS reserved,
            sum(m.damaged)::int AS damaged, sum(m.held)::int AS held, sum(m.display)::int AS display
        FROM inventory_movement m WHERE m.product_id = ANY (_products) GROUP BY 1, 2
    ), promised AS (
        SELECT r.product_id, r.location_id, sum(r.open)::int AS open FROM inventory_reservation r
        WHERE r.product_id = ANY (_products) AND r.ended_at IS NULL AND r.inbound_id IS NULL GROUP BY 1, 2
    )
    SELECT p.product_id, p.location_id, c.*
    FROM inventory_position p
    LEFT JOIN folded f ON (f.product_id, f.location_id) = (p.product_id, p.location_id)
    LEFT JOIN promised r ON (r.product_id, r.location_id) = (p.product_id, p.location_id)
    CROSS JOIN LATERAL (VALUES ('on_hand', p.on_hand, coalesce(f.on_hand, 0)),
        ('reserved', p.reserved, coalesce(f.reserved, 0)), ('damaged', p.damaged, coalesce(f.damaged, 0)),
        ('held', p.held, coalesce(f.held, 0)), ('display', p.display, coalesce(f.display, 0)),
        ('open', p.reserved, coalesce(r.open, 0))) AS c (counter, recorded, expected)
    WHERE p.product_id = ANY (_products) AND c.recorded <> c.expected
$$;

-- Movements and reservations are the truth: where the movements disagree with the reservations a compensating movement
-- is written, and the position becomes the sum again.
CREATE OR REPLACE FUNCTION inventory_repair(_now timestamptz, _by text, _product uuid, _location uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM inventory_lock(ARRAY[_product], ARRAY[_location]);
    PERFORM core_ensure_months('inventory_movement', (_now AT TIME ZONE 'UTC')::date, (_now AT TIME ZONE 'UTC')::date);
    WITH folded AS (
        SELECT coalesce(sum(on_hand), 0)::int AS on_hand, coalesce(sum(reserved), 0)::int AS reserved,
            coalesce(sum(damaged), 0)::int AS damaged, coalesce(sum(held), 0)::int AS held,
            coalesce(sum(display), 0)::int AS display,
            (SELECT coalesce(sum(open), 0)::int FROM inventory_reservation WHERE product_id = _product
                AND location_id = _location AND ended_at IS NULL AND inbound_id IS NULL) AS open
        FROM inventory_movement WHERE product_id = _product AND location_id = _location
    ), written AS (
        INSERT INTO inventory_movement (id, recorded_at, by, kind, product_id, location_id, quantity, on_hand, reserved,
            damaged, held, display, reason, ref, source, source_key, sequence, occurred_at)
        SELECT uuidv7(), _now, _by, CASE WHEN open > reserved THEN 'reserve' ELSE 'release' END, _product, _location,
            abs(open - reserved), 0, open - reserved, 0, 0, 0, 'repair', '', 'shopkeeper', '', 0, _now
        FROM folded WHERE open <> reserved
    )
    UPDATE inventory_position p SET on_hand = f.on_hand, reserved = f.open, damaged = f.damaged, held = f.held,
        display = f.display,
        short = greatest(f.open - greatest(f.on_hand - greatest(f.damaged, 0) - greatest(f.held, 0)
            - greatest(f.display, 0), 0), 0),
        negative_reason = CASE WHEN f.on_hand >= 0 THEN '' ELSE coalesce(nullif(p.negative_reason, ''), 'repair') END
    FROM folded f WHERE p.product_id = _product AND p.location_id = _location;
    PERFORM inventory_tell(ARRAY[_product]);
END $$;

-- Every position of these SKUs with what can be promised. A function, so that its plan is made once a connection: to
-- plan this statement takes longer than to run it.
CREATE OR REPLACE FUNCTION inventory_availability(_skus text[], _channel text, _now timestamptz)
RETURNS TABLE (sku varchar, code varchar, name varchar, kind varchar, on_hand int, reserved int, safety int, buffer int,
    free int, owed int, coming json, age int, trust double precision, last_counted_at timestamptz, counts boolean,
    may_ship boolean, may_pick_up boolean)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT t.sku, l.code, l.name, l.kind, p.on_hand, p.reserved,
        p.safety + (greatest(inventory_usable(p), 0) * p.safety_percent + 99) / 100,
        p.buffer + (greatest(inventory_usable(p), 0) * p.buffer_percent + 99) / 100 + coalesce(b.kept[1]
            + (greatest(inventory_usable(p), 0) * b.kept[2] + 99) / 100, 0),
        inventory_free(p, coalesce(b.kept[1], 0), coalesce(b.kept[2], 0)), p.owed,
        CASE WHEN p.incoming > 0 OR p.owed > 0 THEN (
            SELECT json_agg(json_build_array(i.due_on,
                CASE WHEN i.closed_at IS NULL THEN i.quantity - i.received ELSE 0 END - i.reserved))
            FROM inventory_inbound i
            WHERE (i.product_id, i.location_id) = (p.product_id, p.location_id)
                AND (i.closed_at IS NULL OR i.reserved > 0)
        ) END,
        extract(epoch FROM _now - greatest(p.fed_at, l.fed_at))::int, inventory_trust(p, _now), p.last_counted_at,
        inventory_counts(p, l, _now), l.may_ship, l.may_pick_up
    FROM catalog_product t
    JOIN inventory_position p ON p.product_id = t.id
    JOIN inventory_location l ON l.id = p.location_id
    CROSS JOIN LATERAL (
        SELECT CASE WHEN _channel <> '' THEN (  -- looked up only for those who name a channel, and once a row
            SELECT ARRAY[c.pieces, c.percent] FROM inventory_channel_buffer(_channel, p.location_id, t.category_id) c
        ) END AS kept OFFSET 0
    ) b
    WHERE t.sku = ANY (_skus)
    ORDER BY t.sku, l.code;
END $$;
