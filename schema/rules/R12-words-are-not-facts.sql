-- title: What is known only through someone's words did not simply happen
-- severity: error
-- why: The article vouches for what it states itself. Of what it only reports as said, it vouches
--   for the saying; to record it as having happened would turn an allegation into a fact.
-- mend: set "modality" to "alleged", "pledged", "planned" or "speculated"; or quote the sentence in
--   which the article says in its own voice, without "claim", that it happened

WITH voices AS (
    SELECT
        record_id,
        any_value(claim_id ORDER BY claim_id) AS claim_id
    FROM evidence
    -- A quote for another column, such as the place, does not say that it happened.
    WHERE
        support IS DISTINCT FROM 'contradicts'
        AND (field IS NULL OR field = 'modality')
    GROUP BY record_id
    -- Attributed to nobody is R08's finding.
    HAVING bool_and(voice = 'attributed' AND claim_id IS NOT NULL)
)

SELECT
    'events' AS "table",
    v.event_id AS id,
    'modality' AS "column",
    v.modality AS value,
    v.event_id || ' is recorded as ' || v.modality || ', but all its quotes are someone''s words ('
    || e.claim_id || ').' AS message
FROM events AS v
INNER JOIN voices AS e ON v.event_id = e.record_id
WHERE v.modality IN ('happened', 'ongoing') AND v.status IS DISTINCT FROM 'retracted'
