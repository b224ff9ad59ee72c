-- title: What is known through a claim is not the only way to that claim
-- severity: error
-- why: A claim may be known through another claim (a denial tells us of the allegation). If the
--   second is known only through the first, nobody is left who said either.
-- mend: in the evidence of one of the claims remove "claim", or name the claim whose speaker is
--   quoted by the article itself

WITH RECURSIVE edges AS (
    SELECT
        e.evidence_id,
        e.record_id AS subject,
        e.claim_id AS object
    FROM evidence AS e
    SEMI JOIN claims AS c ON e.record_id = c.claim_id
    WHERE e.claim_id IS NOT NULL
),

links AS (
    SELECT DISTINCT subject, object FROM edges
),

-- Round by round, links that lead nowhere on or come from nowhere fall away; what is left when a
-- round takes nothing more holds all cycles. Data without a cycle is gone after a few rounds.
alive AS (
    SELECT subject, object, 0 AS round, 9223372036854775807 AS before FROM links
    UNION ALL
    SELECT subject, object, round + 1, (SELECT count(*) FROM alive)
    FROM alive
    WHERE
        object IN (SELECT subject FROM alive)
        AND subject IN (SELECT object FROM alive)
        AND (SELECT count(*) FROM alive) < before
),

last_round AS (
    SELECT round, count(*) AS held, min(before) AS before FROM alive GROUP BY round
    QUALIFY round = max(round) OVER ()
),

tangled AS (
    SELECT a.subject, a.object
    FROM alive AS a
    INNER JOIN last_round AS l ON a.round = l.round AND l.held = l.before
),

reach AS (
    SELECT subject AS origin, object AS reached FROM tangled
    UNION
    SELECT r.origin, t.object
    FROM reach AS r
    INNER JOIN tangled AS t ON r.reached = t.subject
)

SELECT
    'evidence' AS "table",
    e.evidence_id AS id,
    'claim_id' AS "column",
    e.object AS value,
    CASE
        WHEN e.subject = e.object THEN e.subject || ' is said to be known through itself.'
        ELSE e.subject || ' is known through ' || e.object || ', which leads back to ' || e.subject
            || '.'
    END AS message
FROM edges AS e
SEMI JOIN reach AS r ON e.object = r.origin AND e.subject = r.reached
