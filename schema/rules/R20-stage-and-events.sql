-- title: The stage of an agreement agrees with the events of its life
-- severity: error
-- why: "stage" is the one word by which most readers know an agreement; the events say how it is
--   known. "signed" beside a signing that is only planned is the mistake most often made.
-- mend: set "stage" to what the events show on "stage_as_of", or add the event (signing, conclusion,
--   ratification, entry_into_force, termination) with "agreement" and the quote that reports it

WITH steps AS (
    SELECT
        v.agreement_id,
        v.kind,
        -- Done by the day for which the stage is given, for all that is known.
        v.modality IN ('happened', 'ongoing') AND coalesce(b.not_before <= g.stage_as_of, TRUE)
            AS is_done,
        v.modality IN ('planned', 'pledged')
        OR (v.modality IN ('happened', 'ongoing') AND b.not_before > g.stage_as_of) AS is_due,
        -- An event whose kind or modality is no code may be any step: nothing is said of its
        -- agreement until the code is mended.
        m.code IS NULL OR k.code IS NULL AS is_doubtful
    FROM events AS v
    INNER JOIN agreements AS g ON v.agreement_id = g.agreement_id
    LEFT JOIN begun AS b ON v.event_id = b.event_id
    LEFT JOIN law_codes AS m ON m.vocabulary = 'modality' AND v.modality = m.code
    LEFT JOIN law_codes AS k ON k.vocabulary = 'event_kind' AND v.kind = k.code
    WHERE coalesce(v.status, '') NOT IN ('corrected', 'retracted')
),

shown AS (
    SELECT
        g.agreement_id,
        g.stage,
        g.ambit,
        coalesce(bool_or(s.is_doubtful), FALSE) AS is_doubtful,
        coalesce(bool_or(s.is_due) FILTER (s.kind = 'signing'), FALSE) AS signing_due,
        coalesce(bool_or(s.is_done) FILTER (s.kind = 'signing'), FALSE) AS signed,
        coalesce(bool_or(s.is_done) FILTER (s.kind = 'conclusion'), FALSE) AS concluded,
        coalesce(bool_or(s.is_done) FILTER (s.kind = 'ratification'), FALSE) AS ratified,
        coalesce(bool_or(s.is_done) FILTER (s.kind = 'entry_into_force'), FALSE) AS in_force,
        coalesce(bool_or(s.is_done) FILTER (s.kind = 'termination'), FALSE) AS ended,
        g.agreement_id IN (
            SELECT object_id FROM relations
            WHERE predicate = 'replaces' AND status IS DISTINCT FROM 'retracted'
        ) AS replaced
    FROM agreements AS g
    LEFT JOIN steps AS s ON g.agreement_id = s.agreement_id
    WHERE coalesce(g.status, '') NOT IN ('corrected', 'retracted')
    GROUP BY g.agreement_id, g.stage, g.ambit
),

judged AS (
    SELECT
        *,
        CASE
            -- What a stage demands.
            WHEN stage = 'signature_scheduled' AND NOT signing_due THEN 'no signing is planned'
            WHEN stage = 'signed' AND signing_due THEN 'a signing is still to come'
            WHEN stage = 'signed' AND NOT signed THEN 'no signing happened'
            WHEN stage = 'concluded' AND NOT (concluded OR signed) THEN 'no conclusion happened'
            WHEN stage = 'ratified' AND NOT ratified THEN 'no ratification happened'
            WHEN stage = 'in_force' AND NOT in_force THEN 'no entry into force happened'
            WHEN stage = 'ended' AND NOT (ended OR replaced) THEN 'no termination happened'
            -- What it forbids: a later step that is done. One party's signature, ratification or
            -- withdrawal among several is not yet the step of the agreement.
            WHEN
                stage IN ('proposed', 'under_negotiation', 'text_agreed', 'signature_scheduled')
                AND in_force
                THEN 'it entered into force'
            WHEN stage IN ('signed', 'concluded', 'ratified') AND in_force
                THEN 'it entered into force'
            WHEN
                stage IN ('proposed', 'under_negotiation', 'text_agreed', 'signature_scheduled')
                AND (ended OR ratified)
                THEN CASE WHEN ended THEN 'it was terminated' ELSE 'it was ratified' END
            WHEN
                stage IN ('signed', 'concluded', 'ratified', 'in_force', 'suspended')
                AND ended
                AND ambit = 'bilateral'
                THEN 'it was terminated'
            WHEN
                stage IN ('proposed', 'under_negotiation', 'text_agreed', 'concluded')
                AND signed
                AND NOT signing_due
                THEN 'it was signed'
            WHEN stage IN ('proposed', 'under_negotiation') AND concluded THEN 'it was concluded'
        END AS fault
    FROM shown
)

SELECT
    'agreements' AS "table",
    agreement_id AS id,
    'stage' AS "column",
    stage AS value,
    'The stage of ' || agreement_id || ' is "' || stage || '", but by its events ' || fault || '.'
        AS message
FROM judged
WHERE fault IS NOT NULL AND NOT is_doubtful
