"""The index of the words of stories, kept by the database itself: PostgreSQL's full text, SQLite's FTS5.

A migration lays it. Whatever remakes content_story, content_story_topics or content_topic on SQLite (there, a changed
column means a new table) loses its triggers or stumbles over them: such a migration calls `lift` before and `lay`
after. A test says so when it was forgotten.
"""
# ruff: noqa: S608 - the statements are put together from this file alone

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "content_storysearch"

# Accents go, ß becomes ss, marks become blanks: by code point, so that no setting of the database takes part in it.
# What stands beyond 100,000 letters of a text is not searched; a tsvector has an end.
_POSTGRESQL = (
    r"""
CREATE OR REPLACE FUNCTION content_search_text(said text) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT regexp_replace(
        regexp_replace(
            normalize(replace(left(coalesce(said, ''), 100000), 'ß', 'ss'), NFD), '[\u0300-\u036f]+', '', 'g'),
        '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+', ' ', 'g')
$$
""",
    r"""
CREATE OR REPLACE FUNCTION content_search_story() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search_document :=
        setweight(to_tsvector('simple', content_search_text(NEW.title)), 'A')
        || setweight(to_tsvector('simple', content_search_text(NEW.summary)), 'B')
        || setweight(to_tsvector('simple', content_search_text(
               (SELECT string_agg(topic.name, ' ') FROM content_story_topics AS about
                  JOIN content_topic AS topic ON topic.id = about.topic_id WHERE about.story_id = NEW.id))), 'B')
        || setweight(to_tsvector('simple', content_search_text(NEW.site_name)), 'C')
        || setweight(to_tsvector('simple', content_search_text(NEW.body || ' ' || NEW.attachment_text)), 'D');
    RETURN NEW;
END
$$
""",
    r"""
CREATE OR REPLACE FUNCTION content_search_about() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN UPDATE content_story SET title = title WHERE id = OLD.story_id; END IF;
    IF TG_OP <> 'DELETE' THEN UPDATE content_story SET title = title WHERE id = NEW.story_id; END IF;
    RETURN NULL;
END
$$
""",
    r"""
CREATE OR REPLACE FUNCTION content_search_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE content_story SET title = title
     WHERE id IN (SELECT story_id FROM content_story_topics WHERE topic_id = NEW.id);
    RETURN NULL;
END
$$
""",
    "ALTER TABLE content_story ADD COLUMN IF NOT EXISTS search_document tsvector",
    """
CREATE OR REPLACE TRIGGER content_search_story
    BEFORE INSERT OR UPDATE OF title, summary, site_name, body, attachment_text ON content_story
    FOR EACH ROW EXECUTE FUNCTION content_search_story()
""",
    """
CREATE OR REPLACE TRIGGER content_search_about AFTER INSERT OR UPDATE OR DELETE
    ON content_story_topics FOR EACH ROW EXECUTE FUNCTION content_search_about()
""",
    """
CREATE OR REPLACE TRIGGER content_search_topic AFTER UPDATE OF name
    ON content_topic FOR EACH ROW EXECUTE FUNCTION content_search_topic()
""",
    "CREATE INDEX IF NOT EXISTS story_by_words ON content_story USING gin (search_document)",
    "UPDATE content_story SET title = title",
)
_POSTGRESQL_AWAY = (
    "DROP TRIGGER IF EXISTS content_search_topic ON content_topic",
    "DROP TRIGGER IF EXISTS content_search_about ON content_story_topics",
    "DROP TRIGGER IF EXISTS content_search_story ON content_story",
    "ALTER TABLE content_story DROP COLUMN IF EXISTS search_document",
    "DROP FUNCTION IF EXISTS content_search_topic, content_search_about, content_search_story, content_search_text",
)

# Accents are FTS5's own affair; ß is not one of them.
_SPOKEN = "replace({0}.title, 'ß', 'ss'), replace({0}.summary, 'ß', 'ss')"
_REST = "replace({0}.site_name, 'ß', 'ss'), replace({0}.body || ' ' || {0}.attachment_text, 'ß', 'ss')"
_ABOUT = (
    "coalesce((SELECT replace(group_concat(topic.name, ' '), 'ß', 'ss') FROM content_story_topics AS about "
    "JOIN content_topic AS topic ON topic.id = about.topic_id WHERE about.story_id = {0}), '')"
)
_ROW = f"{_SPOKEN.format('new')}, '', {_REST.format('new')}"
SQLITE_TRIGGERS = {
    "content_search_new": f"""AFTER INSERT ON content_story BEGIN
        DELETE FROM {TABLE} WHERE rowid = new.id;
        INSERT INTO {TABLE} (rowid, title, summary, topics, site, body) VALUES (new.id, {_ROW}); END""",
    "content_search_changed": f"""
        AFTER UPDATE OF title, summary, site_name, body, attachment_text ON content_story BEGIN
        UPDATE {TABLE} SET (title, summary, site, body) = ({_SPOKEN.format("new")}, {_REST.format("new")})
         WHERE rowid = new.id; END""",
    "content_search_gone": f"AFTER DELETE ON content_story BEGIN DELETE FROM {TABLE} WHERE rowid = old.id; END",
    "content_search_about": f"""AFTER INSERT ON content_story_topics BEGIN
        UPDATE {TABLE} SET topics = {_ABOUT.format("new.story_id")} WHERE rowid = new.story_id; END""",
    "content_search_not_about": f"""AFTER DELETE ON content_story_topics BEGIN
        UPDATE {TABLE} SET topics = {_ABOUT.format("old.story_id")} WHERE rowid = old.story_id; END""",
    "content_search_topic": f"""AFTER UPDATE OF name ON content_topic BEGIN
        UPDATE {TABLE} SET topics = {_ABOUT.format(TABLE + ".rowid")}
         WHERE rowid IN (SELECT story_id FROM content_story_topics WHERE topic_id = new.id); END""",
}
_SQLITE = (
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(
        title, summary, topics, site, body, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3 4')""",
    *(f"CREATE TRIGGER IF NOT EXISTS {name} {what}" for name, what in SQLITE_TRIGGERS.items()),
    f"DELETE FROM {TABLE}",
    f"""INSERT INTO {TABLE} (rowid, title, summary, topics, site, body)
        SELECT story.id, {_SPOKEN.format("story")}, {_ABOUT.format("story.id")}, {_REST.format("story")}
          FROM content_story AS story""",
)
_SQLITE_AWAY = (*(f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE_TRIGGERS), f"DROP TABLE IF EXISTS {TABLE}")


def lay(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """This will make the index, its triggers and its rows. Safe to repeat."""
    _run(schema_editor, _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE)


def lift(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """This will take the index and its triggers away. Safe to repeat."""
    _run(schema_editor, _POSTGRESQL_AWAY if schema_editor.connection.vendor == "postgresql" else _SQLITE_AWAY)


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    for statement in statements:
        # None: nothing is filled in, so a per cent sign would be one.
        schema_editor.execute(statement, None)
