-- Standard forms of what people type, for matching and finding only; what is stored stays as it came.

CREATE SEQUENCE customers_number START 1000;

-- Letters and digits in small letters without accents: "O'Brien-Müller" becomes "obrienmuller".
CREATE FUNCTION customers_letters(_text text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(lower(public.unaccent(_text)), '[^[:alnum:]]+', '', 'g')
$$;

-- A whole name without titles and spare spaces: "Dr. Ann  Lee " becomes "Ann Lee".
CREATE FUNCTION customers_whole_name(_given text, _family text, _full text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(regexp_replace(
        CASE WHEN _given || _family <> '' THEN _given || ' ' || _family
             WHEN _full ~ '^[^,]+,[^,]+$' THEN split_part(_full, ',', 2) || ' ' || split_part(_full, ',', 1)
             ELSE _full END,
        '^\s*(mr|mrs|ms|miss|mx|dr|prof|sir|herr|frau|mme|sr|sra)\.?\s+', '', 'i'), '\s+', ' ', 'g'))
$$;

-- How a family name sounds, or its letters where it cannot be said in English.
CREATE FUNCTION customers_sound(_letters text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN _letters ~ '^[a-z]+$' THEN coalesce(nullif(public.dmetaphone(_letters), ''), _letters) ELSE _letters END
$$;

CREATE FUNCTION customers_email(_email text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN _email ~ '^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$' THEN lower(btrim(_email)) ELSE '' END
$$;

-- The digits of a number, without the trunk zero that some write in brackets: "+44 (0)7700" becomes "447700".
CREATE FUNCTION customers_digits(_phone text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(replace(_phone, '(0)', ''), '\D', '', 'g')
$$;

-- Country code and number. `_code` and `_trunk` belong to the country in which it was written down. One expression
-- without a subquery, or PostgreSQL could not merge it into the statement and would take ten times as long.
CREATE FUNCTION customers_phone(_phone text, _digits text, _code text, _trunk text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN length(_digits) NOT BETWEEN 6 AND 15 THEN ''
        WHEN ltrim(_phone) LIKE '+%' THEN _digits
        WHEN _digits LIKE '00%' THEN substr(_digits, 3)
        WHEN _trunk <> '' AND _digits LIKE _trunk || '%' THEN _code || substr(_digits, length(_trunk) + 1)
        ELSE _code || _digits END
$$;

-- A source record says what came. A correction leaves its former version behind; only erasure takes both.
CREATE FUNCTION customers_keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.erased_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.customer_id <> OLD.customer_id THEN
        RAISE EXCEPTION 'a source record cannot be rewritten' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.erased_at IS NOT NULL THEN
        IF concat(NEW.person_key, NEW.given_name, NEW.family_name, NEW.full_name, NEW.email, NEW.phone, NEW.card_number,
                  NEW.born_on, NEW.street, NEW.city, NEW.postcode) <> '' THEN
            RAISE EXCEPTION 'an erased record holds nothing of the person' USING ERRCODE = 'restrict_violation';
        END IF;
        DELETE FROM customers_formerversion WHERE record_id = OLD.id;
        RETURN NEW;
    END IF;
    IF NEW.version <> OLD.version + 1 OR NEW.source <> OLD.source OR NEW.source_key <> OLD.source_key THEN
        RAISE EXCEPTION 'a correction of a source record is its next version' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.described THEN
        INSERT INTO customers_formerversion (record_id, version, said, replaced_at)
        VALUES (OLD.id, OLD.version, to_jsonb(OLD) - 'written_xid' - 'customer_id' - 'erased_at', now());
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER customers_sourcerecord_kept BEFORE UPDATE OR DELETE ON customers_sourcerecord
    FOR EACH ROW EXECUTE FUNCTION customers_keep_record();

CREATE INDEX customers_profile_search ON customers_profile USING gin (search_text gin_trgm_ops);
