-- title: Nobody reviews their own coding
-- severity: error
-- why: A review is worth something only because a second person read the source.
-- mend: type another person's name in "reviewer"; where nobody else read it, leave "reviewer" out
--   and set "review" to "single"

SELECT
    'records' AS "table",
    record_id AS id,
    'reviewer' AS "column",
    reviewer AS value,
    record_id || ' was coded and reviewed by ' || coder || '.' AS message
FROM records
WHERE lower(trim(reviewer)) = lower(trim(coder))
