-- title: A source is the file that was recorded, byte for byte
-- severity: error
-- needs: texts
-- why: Offsets, quotes and hashes hold for the bytes that were taken into custody and for no
--   others; one comma edited moves every quote after it.
-- mend: restore the file in seeds/ from git; if the card is wrong, type its sha256, chars,
--   body_start and body_end again from the file; a new version of an article is a new source

SELECT
    'sources' AS "table",
    s.source_id AS id,
    CASE
        WHEN s.sha256 <> t.sha256 THEN 'sha256'
        WHEN s.chars <> t.chars THEN 'chars'
        ELSE 'body_end'
    END AS "column",
    CASE
        WHEN s.sha256 <> t.sha256 THEN s.sha256
        WHEN s.chars <> t.chars THEN CAST(s.chars AS VARCHAR)
        ELSE CAST(s.body_end AS VARCHAR)
    END AS value,
    CASE
        WHEN s.sha256 <> t.sha256
            THEN 'The recorded hash is ' || left(s.sha256, 12) || '…, but the file ' || t.file
                || ' has ' || left(t.sha256, 12) || '….'
        WHEN s.chars <> t.chars
            THEN CAST(s.chars AS VARCHAR) || ' characters are recorded, but the file ' || t.file
                || ' has ' || CAST(t.chars AS VARCHAR) || '.'
        ELSE 'The body ' || CAST(s.body_start AS VARCHAR) || '–' || CAST(s.body_end AS VARCHAR)
            || ' does not lie inside the ' || CAST(t.chars AS VARCHAR) || ' characters of '
            || t.file || '.'
    END AS message
FROM sources AS s
INNER JOIN texts AS t ON s.source_id = t.source_id
-- A hash or a length that is none is the type check's finding, not this rule's.
WHERE
    (s.sha256 <> t.sha256 AND regexp_full_match(s.sha256, '[0-9a-f]{64}'))
    OR (s.chars <> t.chars AND s.chars >= 1)
    OR (s.body_start >= 0 AND s.body_end >= 1
        AND (s.body_start >= s.body_end OR s.body_end > t.chars))
