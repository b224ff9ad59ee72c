-- title: What is planned is not wholly past, what happened not wholly to come, on publication
-- severity: error
-- why: An article can report as done only what lies before it, and announce only what does not;
--   a date on the wrong side means that the date or the modality was misread.
-- mend: correct "edtf" (a day without a year is counted from the publication), or set "modality" to
--   "happened" or "planned" as the article says

WITH published AS (
    SELECT
        s.source_id,
        b.earliest,
        b.latest
    FROM sources AS s
    INNER JOIN edtf_bounds AS b ON s.published = b.edtf AND b.valid
),

-- The sources of the event and of its dates; each speaks from the day on which it was published.
speakers AS (
    SELECT record_id AS event_id, source_id FROM evidence
    WHERE support IS DISTINCT FROM 'contradicts'
    UNION
    SELECT
        d.event_id,
        e.source_id
    FROM dates AS d
    INNER JOIN evidence AS e ON d.date_id = e.record_id
    WHERE e.support IS DISTINCT FROM 'contradicts'
),

-- Between the first and the last of them; unknown as soon as one of them is.
heard AS (
    SELECT
        s.event_id,
        CASE WHEN count(*) = count(p.earliest) THEN min(p.earliest) END AS first_day,
        CASE WHEN count(*) = count(p.latest) THEN max(p.latest) END AS last_day
    FROM speakers AS s
    LEFT JOIN published AS p ON s.source_id = p.source_id
    GROUP BY s.event_id
)

SELECT
    'dates' AS "table",
    d.date_id AS id,
    'edtf' AS "column",
    d.edtf AS value,
    CASE v.modality
        WHEN 'planned'
            THEN v.event_id || ' is planned, but ' || d.edtf || ' lies before the publication ('
                || CAST(h.first_day AS VARCHAR) || ').'
        ELSE v.event_id || ' is recorded as happened, but ' || d.edtf
            || ' lies after the publication (' || CAST(h.last_day AS VARCHAR) || ').'
    END AS message
FROM dates AS d
INNER JOIN events AS v ON d.event_id = v.event_id
INNER JOIN heard AS h ON d.event_id = h.event_id
-- Bounds that do not follow from the date as written are R16's finding.
INNER JOIN edtf_bounds AS b
    ON d.edtf = b.edtf
        AND b.valid
        AND d.earliest IS NOT DISTINCT FROM b.earliest
        AND d.latest IS NOT DISTINCT FROM b.latest
WHERE
    coalesce(d.status, '') NOT IN ('corrected', 'retracted')
    AND v.status IS DISTINCT FROM 'retracted'
    AND (
        (v.modality = 'planned' AND b.latest < h.first_day)
        OR (v.modality = 'happened' AND b.earliest > h.last_day)
    )
