-- title: What is corroborated is supported by two independent sources
-- severity: error
-- why: The same article twice, or an article and its revision, is one witness.
-- mend: add evidence from a second source, in the reading of that source; or set "status" to
--   "as_reported"

WITH RECURSIVE facts AS (
    SELECT 'actors' AS "table", actor_id AS id, status FROM actors
    UNION ALL
    SELECT 'agreements', agreement_id, status FROM agreements
    UNION ALL
    SELECT 'events', event_id, status FROM events
    UNION ALL
    SELECT 'dates', date_id, status FROM dates
    UNION ALL
    SELECT 'sectors', sector_id, status FROM sectors
    UNION ALL
    SELECT 'participants', participant_id, status FROM participants
    UNION ALL
    SELECT 'relations', relation_id, status FROM relations
    UNION ALL
    SELECT 'claims', claim_id, status FROM claims
),

-- A revision and what it revises are one witness: both count as the oldest of the line. UNION, not
-- UNION ALL, so that a line that runs in a circle ends.
lineage AS (
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
