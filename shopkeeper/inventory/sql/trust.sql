-- How far a record is believed, from what its row holds; rules.trust says the same in Python, and a test holds both
-- equal. In a file of its own, since the columns are younger than the functions of stock.sql.

CREATE OR REPLACE FUNCTION inventory_silent_days(p inventory_position, _now timestamptz) RETURNS double precision
LANGUAGE sql STABLE AS $$
    SELECT date_part('epoch', _now - greatest(p.last_sold_at, p.last_counted_at, p.came_at)) / 86400
$$;

CREATE OR REPLACE FUNCTION inventory_trust(p inventory_position, _now timestamptz) RETURNS double precision
LANGUAGE sql STABLE AS $$
    SELECT p.accuracy * (1 - CASE WHEN p.on_hand <= 0 THEN 0 WHEN p.sells_every IS NULL THEN p.loss_share
        ELSE 1 / (1 + (1 / greatest(p.loss_share, 0.01) - 1)
            * exp(-least(greatest(inventory_silent_days(p, _now), 0) / p.sells_every, 50))) END)
$$;

-- Work what sales and losses taught into the positions of some products; only those that change are locked. What has
-- left the window with its last sales keeps the rhythm it had: that it has stopped is what matters.
CREATE OR REPLACE FUNCTION inventory_learn_trust(
    _products uuid[], _category uuid[], _share double precision[], _slower int[], _place uuid[], _slower_place int[],
    _usual double precision, _enough int, _since timestamptz, _now timestamptz
) RETURNS bigint LANGUAGE sql AS $$
    WITH moved AS (
        SELECT product_id, location_id, on_hand, kind, occurred_at, (occurred_at AT TIME ZONE 'UTC')::date AS day
        FROM inventory_movement
        WHERE product_id = ANY (_products) AND occurred_at > _since AND occurred_at <= _now AND on_hand <> 0
    ), told AS (
        SELECT product_id, location_id, max(occurred_at) FILTER (WHERE on_hand > 0) AS came_at,
            count(DISTINCT day) FILTER (WHERE kind = 'sell' AND on_hand < 0) AS days,
            max(day) FILTER (WHERE kind = 'sell' AND on_hand < 0)
                - min(day) FILTER (WHERE kind = 'sell' AND on_hand < 0) AS span
        FROM moved GROUP BY 1, 2
    ), worked_out AS (
        SELECT p.product_id, p.location_id, greatest(p.came_at, t.came_at) AS came_at,
            CASE WHEN t.days >= _enough
                THEN t.span::float8 / (t.days - 1) * coalesce(c.slower, 1) * coalesce(l.slower, 1)
                ELSE p.sells_every END AS sells_every,
            coalesce(c.share, _usual) AS loss_share
        FROM inventory_position p JOIN catalog_product k ON k.id = p.product_id
        LEFT JOIN told t ON (t.product_id, t.location_id) = (p.product_id, p.location_id)
        LEFT JOIN unnest(_category, _share, _slower) AS c (category_id, share, slower) ON c.category_id = k.category_id
        LEFT JOIN unnest(_place, _slower_place) AS l (location_id, slower) ON l.location_id = p.location_id
        WHERE p.product_id = ANY (_products)
    ), wanted AS (
        SELECT w.* FROM inventory_position p JOIN worked_out w USING (product_id, location_id)
        WHERE (p.came_at, p.sells_every, p.loss_share) IS DISTINCT FROM (w.came_at, w.sells_every, w.loss_share)
        ORDER BY p.location_id, p.product_id FOR UPDATE OF p
    ), changed AS (
        -- What came in since this statement began is newer than what was worked out.
        UPDATE inventory_position p SET came_at = greatest(p.came_at, w.came_at), sells_every = w.sells_every, loss_share = w.loss_share
        FROM wanted w WHERE (p.product_id, p.location_id) = (w.product_id, w.location_id) RETURNING p.product_id
    )
    SELECT count(*) FROM changed
$$;
