-- title: What is corroborated is supported by two independent sources
-- severity: error
-- why: The same article twice, or an article and its revision, is one witness.
-- mend: add evidence from a second source, in the reading of that source; or set "status" to
--   "as_reported"

-- A revision and what it revises are one witness: both count as the oldest of the line. UNION, not
-- UNION ALL, so that a line that runs in a circle ends.
WITH RECURSIVE lineage AS (
    SELECT source_id, source_id AS ancestor FROM sources
    UNION
    SELECT l.source_id, s.revision_of
    FROM lineage AS l
    INNER JOIN sources AS s ON l.ancestor = s.source_id
    WHERE s.revision_of IS NOT NULL
),

-- The least of a line has no older one; in a circle each counts as the first by name.
witnesses AS (
    SELECT
        l.source_id,
        coalesce(min(l.ancestor) FILTER (s.revision_of IS NULL), min(l.ancestor)) AS witness
    FROM lineage AS l
    LEFT JOIN sources AS s ON l.ancestor = s.source_id
    GROUP BY l.source_id
),

counted AS (
    SELECT
        f."table",
        f.id,
        count(DISTINCT coalesce(w.witness, e.source_id)) AS witnesses
    FROM facts AS f
    LEFT JOIN evidence AS e ON f.id = e.record_id AND e.support IS DISTINCT FROM 'contradicts'
    LEFT JOIN witnesses AS w ON e.source_id = w.source_id
    WHERE f.status = 'corroborated'
    GROUP BY f."table", f.id
)

SELECT
    "table",
    id,
    'status' AS "column",
    'corroborated' AS value,
    id || ' is said to be corroborated, but one source alone supports it.' AS message
FROM counted
-- Without any support it is R04's finding.
WHERE witnesses = 1
