-- title: What is corrected is so by a record that corrects it
-- severity: error
-- why: A corrected row is kept for those who cited it; the record that corrects it tells them what
--   holds instead.
-- mend: add a relation with "predicate" "corrects" from the new record to this one; or set "status"
--   to what holds

SELECT
    f."table",
    f.id,
    'status' AS "column",
    f.status AS value,
    f.id || ' is said to be corrected, but no record corrects it.' AS message
FROM facts AS f
ANTI JOIN relations AS r
    ON f.id = r.object_id
        AND r.predicate = 'corrects'
        AND r.status IS DISTINCT FROM 'retracted'
WHERE f.status = 'corrected'
