-- title: What precedes or leads to an event does not begin after it
-- severity: error
-- why: Order and cause are asserted by the source; dates that make the order impossible mean that
--   one of the two was misread.
-- mend: correct "edtf" of one of the two events, or turn the relation round (subject first)

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
