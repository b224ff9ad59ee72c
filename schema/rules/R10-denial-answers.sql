-- title: A denial or dismissal answers a claim about the same record
-- severity: error
-- why: What is denied must first have been said. Without the claim that it answers, a reader cannot
--   tell who had alleged what, and allegation and denial cannot be set side by side.
-- mend: in the claim's entry add "responds_to": ["clm-…"], naming a claim whose "about" is the same
--   record

WITH answers AS (
    SELECT
        r.subject_id AS claim_id,
        count(*) AS answers,
        -- An answer to something that is no claim is the finding of the key or of R07.
        count(*) FILTER (c.claim_id IS NULL) AS unknown,
        any_value(c.claim_id ORDER BY c.claim_id) AS answered_id,
        any_value(c.about_id ORDER BY c.claim_id) AS answered_about_id,
        list(c.about_id) AS about_ids
    FROM relations AS r
    LEFT JOIN claims AS c ON r.object_id = c.claim_id
    WHERE r.predicate = 'responds_to' AND r.status IS DISTINCT FROM 'retracted'
    GROUP BY r.subject_id
)

SELECT
    'claims' AS "table",
    c.claim_id AS id,
    CASE WHEN a.claim_id IS NULL THEN 'act' ELSE 'about_id' END AS "column",
    CASE WHEN a.claim_id IS NULL THEN c.act ELSE c.about_id END AS value,
    CASE
        WHEN a.claim_id IS NULL
            THEN c.claim_id || ' ' || c.act || ' something, but answers no claim.'
        ELSE c.claim_id || ' is about ' || c.about_id || ', but answers ' || a.answered_id
            || ', which is about ' || a.answered_about_id || '.'
    END AS message
FROM claims AS c
LEFT JOIN answers AS a ON c.claim_id = a.claim_id
WHERE
    c.act IN ('denies', 'dismisses')
    AND c.status IS DISTINCT FROM 'retracted'
    AND c.about_id IN (SELECT record_id FROM records)
    AND (
        a.claim_id IS NULL
        OR (
            a.unknown = 0
            AND NOT list_contains(a.about_ids, c.about_id)
            AND a.answered_about_id IN (SELECT record_id FROM records)
        )
    )
