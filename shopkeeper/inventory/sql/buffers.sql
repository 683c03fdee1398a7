-- What the rules of all channels keep back, worked into the positions. Needs what `stock.sql` defines.
SET LOCAL check_function_bodies = off;

-- Products with positions in which something else is kept back than the rules say. A rule is looked up once for each
-- location and category that any rule names, not for each position: of those there may be ten millions.
CREATE OR REPLACE FUNCTION inventory_misbuffered() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    WITH named_places AS MATERIALIZED (
        SELECT l.id, l.kind FROM inventory_location l
        WHERE EXISTS (SELECT FROM inventory_bufferrule r WHERE r.channel = '' AND r.location_id = l.id)
        UNION ALL SELECT DISTINCT NULL::uuid, kind FROM inventory_location
    ), named_categories AS MATERIALIZED (
        SELECT DISTINCT category_id AS id FROM inventory_bufferrule WHERE channel = '' UNION SELECT NULL
    ), said AS MATERIALIZED (
        SELECT coalesce(l.id::text, l.kind) AS place, coalesce(c.id::text, '') AS category,
            coalesce(s.pieces, 0) AS safety, coalesce(s.percent, 0) AS safety_percent,
            coalesce(b.pieces, 0) AS buffer, coalesce(b.percent, 0) AS buffer_percent
        FROM named_places l CROSS JOIN named_categories c
        LEFT JOIN LATERAL inventory_rule('safety', '', l.id, c.id, l.kind) s ON true
        LEFT JOIN LATERAL inventory_rule('buffer', '', l.id, c.id, l.kind) b ON true
    ), places AS MATERIALIZED (
        SELECT l.id, coalesce(n.id::text, l.kind) AS named FROM inventory_location l LEFT JOIN named_places n USING (id)
    ), products AS MATERIALIZED (
        SELECT t.id, coalesce(n.id::text, '') AS named
        FROM catalog_product t LEFT JOIN named_categories n ON n.id = t.category_id
    )
    SELECT DISTINCT p.product_id
    FROM inventory_position p
    JOIN products t ON t.id = p.product_id
    JOIN places l ON l.id = p.location_id
    JOIN said w ON (w.place, w.category) = (l.named, t.named)
    WHERE (p.safety, p.safety_percent, p.buffer, p.buffer_percent) <>
        (w.safety, w.safety_percent, w.buffer, w.buffer_percent)
$$;

-- Work the rules into the positions of these products; only those that change are locked. Gives how many did.
CREATE OR REPLACE FUNCTION inventory_apply_buffers(_products uuid[]) RETURNS bigint LANGUAGE sql AS $$
    WITH wanted AS (
        SELECT p.product_id, p.location_id, coalesce(s.pieces, 0) AS safety, coalesce(s.percent, 0) AS safety_percent,
            coalesce(b.pieces, 0) AS buffer, coalesce(b.percent, 0) AS buffer_percent
        FROM inventory_position p JOIN catalog_product t ON t.id = p.product_id
        JOIN inventory_location l ON l.id = p.location_id
        LEFT JOIN LATERAL inventory_rule('safety', '', p.location_id, t.category_id, l.kind) s ON true
        LEFT JOIN LATERAL inventory_rule('buffer', '', p.location_id, t.category_id, l.kind) b ON true
        WHERE p.product_id = ANY (_products)
            AND (p.safety, p.safety_percent, p.buffer, p.buffer_percent) IS DISTINCT FROM
            (coalesce(s.pieces, 0), coalesce(s.percent, 0), coalesce(b.pieces, 0), coalesce(b.percent, 0))
        ORDER BY p.location_id, p.product_id FOR UPDATE OF p
    ), changed AS (
        UPDATE inventory_position p SET safety = w.safety, safety_percent = w.safety_percent, buffer = w.buffer,
            buffer_percent = w.buffer_percent
        FROM wanted w WHERE (p.product_id, p.location_id) = (w.product_id, w.location_id) RETURNING p.product_id
    ), told AS MATERIALIZED (SELECT inventory_tell(array_agg(product_id)) FROM changed HAVING count(*) > 0)
    SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM told) * 0
$$;
