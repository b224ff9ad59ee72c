-- title: What is disputed is so for a stated reason, and what is contradicted is disputed
-- severity: error
-- why: "disputed" without a reason cannot be weighed; a contradiction that "status" does not show is
--   missed by all who read the table alone.
-- mend: set "status" to "disputed" where a quote contradicts the record; where it is disputed, add
--   the contradicting quote, the claim that denies it, or a "note" that says which reference differs

WITH contradicted AS (
    SELECT DISTINCT record_id AS id FROM evidence WHERE support = 'contradicts'
),

denied AS (
    SELECT about_id AS id FROM claims
    WHERE act IN ('denies', 'dismisses') AND status IS DISTINCT FROM 'retracted'
    UNION
    SELECT r.object_id
    FROM relations AS r
    INNER JOIN claims AS c ON r.subject_id = c.claim_id
    WHERE
        r.predicate = 'responds_to'
        AND r.status IS DISTINCT FROM 'retracted'
        AND c.act IN ('denies', 'dismisses')
        AND c.status IS DISTINCT FROM 'retracted'
)

SELECT
    f."table",
    f.id,
    'status' AS "column",
    f.status AS value,
    CASE
        WHEN f.status = 'disputed'
            THEN f.id || ' is disputed, but no quote contradicts it, no claim denies it and no note '
                || 'says why.'
        ELSE 'A quote contradicts ' || f.id || ', but its status is ' || f.status || '.'
    END AS message
FROM facts AS f
LEFT JOIN contradicted AS c ON f.id = c.id
LEFT JOIN denied AS d ON f.id = d.id
WHERE
    (f.status = 'disputed' AND c.id IS NULL AND d.id IS NULL AND f.note IS NULL)
    OR (f.status IN ('as_reported', 'corroborated') AND c.id IS NOT NULL)
