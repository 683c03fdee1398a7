-- The newest fact and, where data ended long ago, the time by which nearly all of its last months had come in.
WITH newest AS (
    SELECT greatest(
        (SELECT max(placed_at) FROM orders_order WHERE placed_at <= %(now)s),
        (SELECT max(occurred_at) FROM feedback_feedback WHERE occurred_at <= %(now)s)
    ) AS at
)
SELECT at, (
    SELECT percentile_disc(0.99) WITHIN GROUP (ORDER BY fact.at) FROM (
        SELECT placed_at AS at FROM orders_order
        UNION ALL SELECT occurred_at FROM feedback_feedback
    ) AS fact
    WHERE fact.at BETWEEN newest.at - interval '90 days' AND newest.at
      AND newest.at < %(now)s - make_interval(secs => %(live)s)
) FROM newest
