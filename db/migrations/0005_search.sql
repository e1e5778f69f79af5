CREATE TABLE "message_words" (
	"tenant_id" uuid DEFAULT NULLIF(current_setting('app.tenant', true), '')::uuid NOT NULL,
	"word" text COLLATE "C" NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"message_id" uuid NOT NULL,
	CONSTRAINT "message_words_tenant_id_word_at_message_id_pk" PRIMARY KEY("tenant_id","word","at","message_id")
);
--> statement-breakpoint
-- Text as search reads it, of messages and of queries alike: no accents, no punctuation, and a space around every
-- character of scripts that write without spaces, so that a run of them is found as a phrase. Beyond 50,000 characters
-- nothing is read: PostgreSQL refuses vectors over 1 MB, and no message may fail for the sake of search.
CREATE FUNCTION search_text(raw text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT translate(
    CASE WHEN octet_length(raw) = length(raw) THEN left(raw, 50000)
    ELSE regexp_replace(
      normalize(regexp_replace(
        normalize(translate(left(raw, 50000), 'øØłŁđĐıßæÆœŒ', 'oOlLdDisaAoO'), NFKD),
        '[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0640\u064b-\u065f\u0670]', '', 'g'), NFC),
      '([\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])', ' \1 ', 'g')
    END,
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32))
$$;
--> statement-breakpoint
CREATE FUNCTION search_vector(subject text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.simple'::regconfig, public.search_text(concat(subject || ' ', body)))
$$;
--> statement-breakpoint
-- What is kept of a vector: words of two letters and more, and single characters of scripts without spaces.
CREATE FUNCTION search_words(vector tsvector) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT word FROM unnest(tsvector_to_array(vector)) AS word
  WHERE (length(word) > 1 AND octet_length(word) <= 200) OR (length(word) = 1 AND octet_length(word) > 2)
$$;
--> statement-breakpoint
CREATE FUNCTION keep_words_of_new_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.message_words (tenant_id, word, at, message_id)
    SELECT f.tenant_id, w, f.created_at, f.id
    FROM fresh f, public.search_words(public.search_vector(f.subject, f.text)) AS w;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION drop_words_of_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM public.message_words
    WHERE tenant_id = OLD.tenant_id AND at = OLD.created_at AND message_id = OLD.id
      AND word IN (SELECT public.search_words(public.search_vector(OLD.subject, OLD.text)));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION renew_words_of_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM public.message_words
    WHERE tenant_id = OLD.tenant_id AND at = OLD.created_at AND message_id = OLD.id
      AND word IN (SELECT public.search_words(public.search_vector(OLD.subject, OLD.text)));
  INSERT INTO public.message_words (tenant_id, word, at, message_id)
    SELECT NEW.tenant_id, w, NEW.created_at, NEW.id
    FROM public.search_words(public.search_vector(NEW.subject, NEW.text)) AS w;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER messages_words_kept AFTER INSERT ON messages REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION keep_words_of_new_messages();
--> statement-breakpoint
CREATE TRIGGER messages_words_renewed AFTER UPDATE OF subject, text, created_at ON messages FOR EACH ROW
  WHEN ((OLD.subject, OLD.text, OLD.created_at) IS DISTINCT FROM (NEW.subject, NEW.text, NEW.created_at))
  EXECUTE FUNCTION renew_words_of_message();
--> statement-breakpoint
CREATE TRIGGER messages_words_dropped AFTER DELETE ON messages
  FOR EACH ROW EXECUTE FUNCTION drop_words_of_message();
--> statement-breakpoint
-- What was said before. The owner of a table sees none of its rows while row-level security is forced on it;
-- applyRights forces it again.
ALTER TABLE messages NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO message_words (tenant_id, word, at, message_id)
  SELECT m.tenant_id, w, m.created_at, m.id FROM messages m, search_words(search_vector(m.subject, m.text)) AS w;
--> statement-breakpoint
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE INDEX radius_sessions_calling ON radius_sessions (tenant_id, calling_station_id);
--> statement-breakpoint
CREATE INDEX radius_sessions_open_ip ON radius_sessions (tenant_id, framed_ip) WHERE stopped_at IS NULL;
--> statement-breakpoint
CREATE INDEX radius_sessions_open_prefix ON radius_sessions (tenant_id, framed_ipv6_prefix) WHERE stopped_at IS NULL AND framed_ipv6_prefix IS NOT NULL;
--> statement-breakpoint
CREATE INDEX logins_static_ip ON logins (tenant_id, static_ip) WHERE static_ip IS NOT NULL;
