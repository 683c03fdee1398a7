-- Signals of harm as the modules below recorded them, since a day: new ones, and known ones that have grown.
-- size: see rules/harm.py. ref: what makes a signal itself, so that it is noticed once.
WITH harm AS (
    SELECT 'low_score' AS kind, 'feedback:' || f.id AS ref, f.customer_id, f.record_id, f.order_id, f.outlet_id,
           f.id AS feedback_id, f.occurred_at, (s.mark - f.score) / greatest(1, s.mark - s.worst) AS size
    FROM feedback_feedback AS f JOIN unnest(%(scales)s::text[], %(worst)s::numeric[], %(marks)s::numeric[]) AS s (scale, worst, mark) USING (scale)
    WHERE f.occurred_at BETWEEN %(since)s AND %(today)s AND f.score <= s.mark AND f.kind <> 'complaint'
    UNION ALL
    SELECT 'complaint', 'feedback:' || f.id, f.customer_id, f.record_id, f.order_id, f.outlet_id, f.id, f.occurred_at, 1
    FROM feedback_feedback AS f
    WHERE f.occurred_at BETWEEN %(since)s AND %(today)s AND f.kind = 'complaint'
    UNION ALL
    SELECT 'late_delivery', 'promise:' || p.id, p.customer_id, p.record_id, o.id, coalesce(p.outlet_id, o.outlet_id),
           NULL, p.due_at, greatest(1, ceil(extract(epoch FROM coalesce(p.fulfilled_at, p.withdrawn_at, %(today)s) - p.due_at) / 86400))
    FROM promises_promise AS p LEFT JOIN orders_order AS o
      ON o.id = CASE WHEN left(p.ref, 6) = 'order:' THEN substr(p.ref, 7)::uuid END
    WHERE p.kind = 'delivery' AND p.due_at BETWEEN %(since)s AND %(today)s AND coalesce(p.withdrawn_at > p.due_at, true)
      AND coalesce(p.fulfilled_at, %(today)s) > p.due_at
    UNION ALL
    SELECT 'pickup_not_found', 'pickup:' || u.id, u.customer_id, u.record_id, u.order_id, u.outlet_id,
           NULL, u.not_found_at, 1
    FROM orders_pickup AS u WHERE u.not_found_at BETWEEN %(since)s AND %(today)s
    UNION ALL
    SELECT 'wrong_item', 'return:' || r.id, r.customer_id, r.record_id, l.order_id, coalesce(r.outlet_id, o.outlet_id),
           NULL, r.occurred_at, wrong.points
    FROM orders_return AS r JOIN interactions_topic AS t ON t.id = r.reason_id
    JOIN unnest(%(wrong)s::text[], %(wrong_points)s::numeric[]) AS wrong (reason, points)
      ON wrong.reason = regexp_replace(t.code, '^.*[.]', '')
    LEFT JOIN orders_orderline AS l ON l.id = r.line_id LEFT JOIN orders_order AS o ON o.id = l.order_id
    WHERE r.occurred_at BETWEEN %(since)s AND %(today)s
    UNION ALL
    SELECT 'long_wait', 'wait:' || w.id, w.customer_id, w.record_id, w.order_id, w.outlet_id,
           NULL, w.occurred_at, w.waited_seconds / 60
    FROM (
        SELECT r.id, r.customer_id, r.record_id, NULL::uuid AS order_id, r.outlet_id, r.occurred_at, r.waited_seconds
        FROM orders_return AS r
        UNION ALL
        SELECT u.id, u.customer_id, u.record_id, u.order_id, u.outlet_id, u.collected_at, u.waited_seconds
        FROM orders_pickup AS u
    ) AS w WHERE w.occurred_at BETWEEN %(since)s AND %(today)s AND w.waited_seconds > %(wait)s
    UNION ALL
    SELECT 'repeat_contact', 'contacts:' || min(i.id::text), i.customer_id, min(i.record_id::text)::uuid,
           min(o.id::text)::uuid, min(i.outlet_id::text)::uuid, NULL, max(i.occurred_at), count(*)
    FROM (
        SELECT *, count(*) FILTER (WHERE is_first) OVER (PARTITION BY customer_id, matter ORDER BY occurred_at) AS chain
        FROM (
            SELECT *, coalesce(occurred_at - lag(occurred_at) OVER same > make_interval(secs => %(again)s), true) AS is_first
            FROM (
                SELECT id, customer_id, record_id, outlet_id, order_ref, occurred_at,
                       coalesce(nullif(order_ref, ''), topic_id::text) AS matter
                FROM interactions_interaction
                WHERE occurred_at BETWEEN %(since)s AND %(today)s AND kind IN ('call', 'chat', 'email')
                  AND customer_id IS NOT NULL
            ) AS contacts WHERE matter IS NOT NULL
            WINDOW same AS (PARTITION BY customer_id, matter ORDER BY occurred_at)
        ) AS gaps
    ) AS i LEFT JOIN orders_order AS o
      ON o.id = CASE WHEN left(i.order_ref, 6) = 'order:' THEN substr(i.order_ref, 7)::uuid END
    GROUP BY i.customer_id, i.matter, i.chain HAVING count(*) > 1
)
SELECT h.kind, h.ref, coalesce(c.merged_into_id, c.id), h.record_id, h.order_id, h.outlet_id, h.feedback_id,
       h.occurred_at, round(h.size::numeric, 2)
FROM harm AS h
JOIN customers_customer AS c ON c.id = h.customer_id
LEFT JOIN recovery_signal AS known ON known.ref = h.ref
WHERE known.id IS NULL OR known.size < round(h.size::numeric, 2)
ORDER BY h.occurred_at, h.ref
