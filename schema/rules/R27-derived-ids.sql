-- title: The id of a link and of an evidence follows from what it joins
-- severity: error
-- why: Two coders who find the same must give it the same id, and an id must not say one thing while
--   its row says another.
-- mend: run depositary build, which writes these ids; never type them by hand

WITH differing AS MATERIALIZED (
    SELECT "table", id, expected FROM derived_ids WHERE id <> expected
),

-- Only rows whose parts are themselves right: where a part is a missing reference, no code, or
-- words that no quote holds, that part has its finding, and the id follows when it is mended.
sound AS (
    SELECT 'dates' AS "table", d.date_id AS id
    FROM dates AS d
    SEMI JOIN differing AS x ON x."table" = 'dates' AND d.date_id = x.id
    SEMI JOIN events AS v ON d.event_id = v.event_id
    SEMI JOIN law_codes AS c ON c.vocabulary = 'date_role' AND d.role = c.code
    SEMI JOIN evidence AS e ON d.date_id = e.record_id AND contains(e.quote, d.expression)
    UNION ALL
    SELECT 'sectors', s.sector_id
    FROM sectors AS s
    SEMI JOIN differing AS x ON x."table" = 'sectors' AND s.sector_id = x.id
    SEMI JOIN records AS r ON s.record_id = r.record_id AND r."table" IN ('agreements', 'events')
    SEMI JOIN law_codes AS c ON c.vocabulary = 'sector' AND s.sector = c.code
    UNION ALL
    SELECT 'participants', p.participant_id
    FROM participants AS p
    SEMI JOIN differing AS x ON x."table" = 'participants' AND p.participant_id = x.id
    SEMI JOIN records AS r ON p.record_id = r.record_id AND r."table" IN ('agreements', 'events')
    SEMI JOIN actors AS a ON p.actor_id = a.actor_id
    SEMI JOIN law_codes AS c ON c.vocabulary = 'role' AND p.role = c.code
    UNION ALL
    SELECT 'relations', r.relation_id
    FROM relations AS r
    SEMI JOIN differing AS x ON x."table" = 'relations' AND r.relation_id = x.id
    SEMI JOIN records AS s ON r.subject_id = s.record_id
    SEMI JOIN records AS o ON r.object_id = o.record_id
    SEMI JOIN law_codes AS c ON c.vocabulary = 'predicate' AND r.predicate = c.code
    UNION ALL
    SELECT 'evidence', e.evidence_id
    FROM evidence AS e
    SEMI JOIN differing AS x ON x."table" = 'evidence' AND e.evidence_id = x.id
    SEMI JOIN records AS r ON e.record_id = r.record_id AND r."table" <> 'sources'
    INNER JOIN sources AS s ON e.source_id = s.source_id
    LEFT JOIN claims AS c ON e.claim_id = c.claim_id
    LEFT JOIN texts AS t ON s.source_id = t.source_id AND s.sha256 = t.sha256
    ASOF LEFT JOIN paragraphs AS p ON t.source_id = p.source_id AND e."start" >= p."start"
    -- Two claims that are each known through the other are R09's finding.
    ANTI JOIN evidence AS back ON e.record_id = back.claim_id AND e.claim_id = back.record_id
    WHERE
        length(e.quote) = e."end" - e."start"
        AND (e.voice = 'attributed') = (e.claim_id IS NOT NULL)
        AND (e.claim_id IS NULL OR c.claim_id IS NOT NULL)
        AND (
            t.source_id IS NULL
            OR (
                e.quote = substring(t.text, e."start" + 1, e."end" - e."start")
                AND e."end" <= p."end"
            )
        )
),

-- An id that another row has too, or that is not written as an id, is reported as that.
counted AS (
    SELECT
        "table",
        id,
        count(*) AS rows_with_id
    FROM derived_ids
    WHERE id IN (SELECT id FROM differing)
    GROUP BY "table", id
)

SELECT
    d."table",
    d.id,
    CASE d."table"
        WHEN 'dates' THEN 'date_id'
        WHEN 'sectors' THEN 'sector_id'
        WHEN 'participants' THEN 'participant_id'
        WHEN 'relations' THEN 'relation_id'
        ELSE 'evidence_id'
    END AS "column",
    d.id AS value,
    'The id ' || d.id || ' should be ' || d.expected || '.' AS message
FROM differing AS d
INNER JOIN counted AS n ON d."table" = n."table" AND d.id = n.id AND n.rows_with_id = 1
INNER JOIN law_tables AS l ON d."table" = l.name
SEMI JOIN sound AS s ON d."table" = s."table" AND d.id = s.id
WHERE
    regexp_full_match(
        d.id,
        CASE d."table"
            WHEN 'evidence' THEN 'evd-[0-9a-f]{12}'
            ELSE l.prefix || '-[a-z0-9]+(-{1,2}[a-z0-9]+)*'
        END
    )
