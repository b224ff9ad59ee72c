-- title: An id that was released stays, and stays the same thing
-- severity: error
-- needs: previous
-- why: Somebody may have cited it. An id that vanishes breaks the citation; one that names another
--   thing breaks it without a sign.
-- mend: list the id under "retired" in a reading, with "reason" and, if there is one, "replaced_by";
--   give the new thing an id of its own

WITH compared AS (
    SELECT
        p.record_id,
        p."table" AS was_in,
        p.since AS was_since,
        r."table" AS is_in,
        r.since AS is_since,
        CASE
            WHEN r.record_id IS NULL THEN 'record_id'
            WHEN r.since <> p.since THEN 'since'
            -- Where the id does not even carry the prefix of its new table, R05 speaks.
            WHEN r."table" <> p."table" AND r.record_id LIKE l.prefix || '-%' THEN 'table'
        END AS fault
    FROM previous_records AS p
    LEFT JOIN records AS r ON p.record_id = r.record_id
    LEFT JOIN law_tables AS l ON r."table" = l.name
    WHERE p.record_id IS NOT NULL
)

SELECT
    'records' AS "table",
    record_id AS id,
    fault AS "column",
    CASE fault WHEN 'since' THEN is_since WHEN 'table' THEN is_in ELSE record_id END AS value,
    CASE fault
        WHEN 'since'
            THEN record_id || ' was given in ' || was_since || ', and now says ' || is_since || '.'
        WHEN 'table'
            THEN record_id || ' was a row of ' || was_in || ', and now is one of ' || is_in || '.'
        ELSE record_id || ' was released, and is not in the registry any more.'
    END AS message
FROM compared
WHERE fault IS NOT NULL
