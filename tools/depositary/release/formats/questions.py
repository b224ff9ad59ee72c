"""What do readers ask first? Views that answer it, kept in the SQLite file of a release."""

from __future__ import annotations

QUESTIONS = {
    "words_for_records": """
-- Which words support a record? One row an evidence, with its source.
SELECT e.record_id, r."table", r.label, e.field, e.support, e.voice, speaker.name AS speaker,
       e.quote, e.start, e."end", e.source_id, s.title AS source_title, s.publisher, s.published,
       e.evidence_id, e.note
FROM evidence e
JOIN records r ON r.record_id = e.record_id
JOIN sources s ON s.source_id = e.source_id
LEFT JOIN claims c ON c.claim_id = e.claim_id
LEFT JOIN actors speaker ON speaker.actor_id = c.speaker_id""",
    "who_said_what": """
-- Who said what, in which act, and about which record?
SELECT c.claim_id, c.speaker_id, a.name AS speaker, c.act, act.label AS act_label, c.content,
       c.about_id, r."table" AS about_table, r.label AS about, c.directness, c.quoted, c.status
FROM claims c
JOIN actors a ON a.actor_id = c.speaker_id
LEFT JOIN records r ON r.record_id = c.about_id
LEFT JOIN codes act ON act.vocabulary = 'act' AND act.code = c.act""",
    "timeline": """
-- What happened when? One row a dating of an event; events without one come last.
SELECT d.earliest, d.latest, d.edtf, d.role, e.event_id, e.title, e.kind, e.modality, e.place,
       e.country, e.agreement_id, d.expression, d.basis
FROM events e
LEFT JOIN dates d ON d.event_id = e.event_id
ORDER BY coalesce(d.earliest, d.latest) IS NULL, coalesce(d.earliest, d.latest), e.event_id""",
    "who_takes_part": """
-- Who takes part in which agreement or event, and as what?
SELECT p.actor_id, a.name AS actor, p.role, role.label AS role_label, p.record_id,
       r."table", r.label, p.status
FROM participants p
JOIN actors a ON a.actor_id = p.actor_id
JOIN records r ON r.record_id = p.record_id
LEFT JOIN codes role ON role.vocabulary = 'role' AND role.code = p.role""",
    "what_is_related": """
-- How are records related? Read as a sentence: subject, predicate, object.
SELECT l.subject_id, s.label AS subject, l.predicate, l.object_id, o.label AS object,
       l.expression, l.status
FROM relations l
JOIN records s ON s.record_id = l.subject_id
JOIN records o ON o.record_id = l.object_id""",
    "agreements_and_parties": """
-- What was agreed, by whom, and how far is it?
SELECT g.agreement_id, g.title, g.kind, g.form, g.stage, g.stage_as_of,
       (SELECT group_concat(name, '; ') FROM (
          SELECT a.name FROM participants p JOIN actors a ON a.actor_id = p.actor_id
          WHERE p.record_id = g.agreement_id ORDER BY a.actor_id)) AS participants
FROM agreements g""",
}
"""SELECTs by the name of their view; the comment says the question. A law without one of the
tables or columns has no such view."""
