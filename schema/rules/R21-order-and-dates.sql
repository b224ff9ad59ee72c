-- title: What precedes or leads to an event does not begin after it
-- severity: error
-- why: Order and cause are asserted by the source; dates that make the order impossible mean that
--   one of the two was misread.
-- mend: correct "edtf" of one of the two events, or turn the relation round (subject first)

WITH dated AS (
    SELECT
        d.event_id,
        b.earliest,
        b.latest,
        d.role NOT IN ('ended', 'ongoing_on') AS is_begin
    FROM dates AS d
    -- Bounds that do not follow from the date as written (R16) say nothing: open.
    LEFT JOIN edtf_bounds AS b
        ON d.edtf = b.edtf
            AND b.valid
            AND d.earliest IS NOT DISTINCT FROM b.earliest
            AND d.latest IS NOT DISTINCT FROM b.latest
    WHERE coalesce(d.status, '') NOT IN ('corrected', 'retracted')
),

-- The day before which an event surely did not begin, and the day after which it surely did not;
-- NULL where that is open. Datings that differ are all possible.
begun AS (
    SELECT
        event_id,
        CASE
            WHEN count(*) FILTER (is_begin) = count(earliest) FILTER (is_begin)
                THEN min(earliest) FILTER (is_begin)
        END AS not_before,
        CASE
            WHEN count(*) FILTER (is_begin) > 0
                THEN
                    CASE
                        WHEN count(*) FILTER (is_begin) = count(latest) FILTER (is_begin)
                            THEN max(latest) FILTER (is_begin)
                    END
            WHEN count(*) = count(latest) THEN max(latest)
        END AS not_after
    FROM dated
    GROUP BY event_id
)

SELECT
    'relations' AS "table",
    r.relation_id AS id,
    'object_id' AS "column",
    r.object_id AS value,
    r.subject_id || ' is said to come before ' || r.object_id || ', but began on '
    || CAST(s.not_before AS VARCHAR) || ' at the earliest, and the other on '
    || CAST(o.not_after AS VARCHAR) || ' at the latest.' AS message
FROM relations AS r
INNER JOIN begun AS s ON r.subject_id = s.event_id
INNER JOIN begun AS o ON r.object_id = o.event_id
-- Two events that each precede the other are R22's finding.
ANTI JOIN relations AS back
    ON r.subject_id = back.object_id
        AND r.object_id = back.subject_id
        AND back.predicate IN ('precedes', 'led_to')
        AND coalesce(back.status, '') NOT IN ('corrected', 'retracted')
WHERE
    r.predicate IN ('precedes', 'led_to')
    AND coalesce(r.status, '') NOT IN ('corrected', 'retracted')
    AND s.not_before > o.not_after
