-- title: The registry and the tables hold the same ids
-- severity: error
-- why: The registry says what each id ever given names. An id that it places in another table, that
--   stands in no table, or that was retired and is used again, leads a reader to the wrong thing.
-- mend: run depositary build, which writes the registry; to withdraw a record list its id under
--   "retired", and give a new thing a new id that begins with the prefix of its table

WITH in_use AS (
    SELECT id, min("table") AS home
    FROM (SELECT "table", id FROM facts UNION ALL SELECT 'sources', source_id FROM sources)
    GROUP BY id
),

-- That an id of a table is in the registry is the foreign key's business; here the other way.
judged AS (
    SELECT
        r.record_id,
        r."table",
        r.retired,
        u.home,
        CASE
            WHEN r.retired IS NOT NULL AND u.home IS NOT NULL THEN 'retired'
            WHEN l.name IS NULL THEN NULL  -- the registry names no table: the type check says so
            WHEN u.home <> r."table" THEN 'table'
            WHEN r.record_id NOT LIKE l.prefix || '-%' THEN 'table'
            WHEN u.home IS NULL AND r.retired IS NULL THEN 'record_id'
        END AS fault
    FROM records AS r
    LEFT JOIN in_use AS u ON r.record_id = u.id
    LEFT JOIN law_tables AS l ON r."table" = l.name AND l.has_records
    WHERE r.record_id IS NOT NULL
)

SELECT
    'records' AS "table",
    record_id AS id,
    fault AS "column",
    CASE fault WHEN 'retired' THEN retired WHEN 'table' THEN "table" ELSE record_id END AS value,
    CASE fault
        WHEN 'retired'
            THEN record_id || ' was retired, but still stands in ' || home || '.'
        WHEN 'table'
            THEN 'The registry places ' || record_id || ' in ' || "table"
                || coalesce(', but it stands in ' || nullif(home, "table"),
                    ', but its prefix belongs to another table') || '.'
        ELSE 'The registry has ' || record_id || ', but ' || "table" || ' has no such row.'
    END AS message
FROM judged
WHERE fault IS NOT NULL
