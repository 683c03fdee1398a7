-- Let the positions of a product lie together. Stock that was loaded location by location has those of a product on as
-- many pages as there are locations, and each of these pages has to be fetched to say where the product is.

-- Move the positions of those of these products that lie on far more pages than they would fill (some thirty a page);
-- gives how many moved. The rows stay what they are, down to the transaction that wrote them. Whoever waits for one
-- looks for it again (`inventory_try_lock`). If it takes too long to get them, they stay where they are this time.
CREATE OR REPLACE FUNCTION inventory_gather(_products uuid[]) RETURNS int LANGUAGE plpgsql SET lock_timeout = '200ms' AS $$
DECLARE
    _scattered uuid[];
    _moved int := 0;
BEGIN
    SELECT array_agg(product_id) INTO _scattered FROM (
        SELECT product_id FROM inventory_position WHERE product_id = ANY (_products)
        GROUP BY product_id HAVING count(DISTINCT (ctid::text::point)[0]) > 4 + count(*) / 8
    ) s;
    IF _scattered IS NOT NULL THEN
        PERFORM 1 FROM inventory_position WHERE product_id = ANY (_scattered)
        ORDER BY location_id, product_id FOR UPDATE;
        WITH taken AS (DELETE FROM inventory_position WHERE product_id = ANY (_scattered) RETURNING *)
        INSERT INTO inventory_position SELECT * FROM taken ORDER BY product_id, location_id;
        GET DIAGNOSTICS _moved = ROW_COUNT;
    END IF;
    RETURN _moved;
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
    RETURN 0;
END $$;
