-- Positions into which the rules have yet to be worked: of which products there are any. Needs what `buffers.sql` defines.

CREATE OR REPLACE FUNCTION inventory_note_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inventory_unbuffered (product_id) VALUES (new.product_id);
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION inventory_note_category() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inventory_unbuffered (product_id) VALUES (new.id);
    RETURN NULL;
END $$;

-- A position that is only laid elsewhere keeps the transaction that wrote it, and what is kept back of it.
CREATE OR REPLACE TRIGGER inventory_position_new AFTER INSERT ON inventory_position
FOR EACH ROW WHEN (new.written_xid = pg_current_xact_id()) EXECUTE FUNCTION inventory_note_position();

CREATE OR REPLACE TRIGGER inventory_product_moved AFTER UPDATE OF category_id ON catalog_product
FOR EACH ROW WHEN (old.category_id IS DISTINCT FROM new.category_id) EXECUTE FUNCTION inventory_note_category();

CREATE OR REPLACE FUNCTION inventory_note_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inventory_unbuffered (product_id)
    SELECT product_id FROM inventory_position WHERE location_id = new.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER inventory_location_turned AFTER UPDATE OF kind ON inventory_location
FOR EACH ROW WHEN (old.kind IS DISTINCT FROM new.kind) EXECUTE FUNCTION inventory_note_place();

-- Take note that these products are looked at now: those that were noted and committed. What commits later stays noted.
CREATE OR REPLACE FUNCTION inventory_take_unbuffered(_most int) RETURNS uuid[] LANGUAGE sql AS $$
    WITH taken AS (
        DELETE FROM inventory_unbuffered WHERE product_id = ANY (
            ARRAY(SELECT DISTINCT product_id FROM inventory_unbuffered ORDER BY product_id LIMIT _most)
        ) RETURNING product_id
    ) SELECT coalesce(array_agg(DISTINCT product_id), '{}') FROM taken
$$;
