-- title: The day before which each event surely did not begin, and the day after which it surely did
--   not; NULL where that is open. Datings that differ are all possible.
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
)

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
