-- title: What is alleged, pledged or speculated is so by a claim
-- severity: error
-- why: "alleged" says that somebody alleges it. Without the claim nobody can tell who, and the event
--   would stand as if the article itself had raised it.
-- mend: add a claim with "about" the event and "act" "alleges", "promises" or "speculates"; or set
--   the event's "modality" to what the article says in its own voice

WITH acts (modality, act, verb) AS (
    VALUES
    ('alleged', 'alleges', 'alleges'),
    ('pledged', 'promises', 'promises'),
    ('speculated', 'speculates', 'speculates about')
),

-- A claim speaks of an event that it is about, or that is known through it.
spoken AS (
    SELECT about_id AS event_id, act FROM claims WHERE status IS DISTINCT FROM 'retracted'
    UNION
    SELECT
        e.record_id,
        c.act
    FROM evidence AS e
    INNER JOIN claims AS c ON e.claim_id = c.claim_id
    WHERE
        e.support IS DISTINCT FROM 'contradicts'
        AND c.status IS DISTINCT FROM 'retracted'
)

SELECT
    'events' AS "table",
    v.event_id AS id,
    'modality' AS "column",
    v.modality AS value,
    v.event_id || ' is ' || v.modality || ', but no claim ' || a.verb || ' it.' AS message
FROM events AS v
INNER JOIN acts AS a ON v.modality = a.modality
ANTI JOIN spoken AS s ON v.event_id = s.event_id AND a.act = s.act
WHERE v.status IS DISTINCT FROM 'retracted'
