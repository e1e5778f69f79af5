CREATE TABLE "contact_words" (
	"tenant_id" uuid DEFAULT NULLIF(current_setting('app.tenant', true), '')::uuid NOT NULL,
	"word" text COLLATE "C" NOT NULL,
	"contact_id" uuid NOT NULL,
	CONSTRAINT "contact_words_tenant_id_word_contact_id_pk" PRIMARY KEY("tenant_id","word","contact_id")
);
--> statement-breakpoint
CREATE INDEX "contact_words_contact" ON "contact_words" USING btree ("tenant_id","contact_id","word");--> statement-breakpoint
-- Names compared one by one (ILIKE) cost every search as much as the provider has contacts.
CREATE FUNCTION keep_words_of_new_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.contact_words (tenant_id, word, contact_id)
    SELECT f.tenant_id, w, f.id FROM fresh f, public.search_words(public.search_vector(NULL, f.name)) AS w;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION renew_words_of_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM public.contact_words WHERE tenant_id = OLD.tenant_id AND contact_id = OLD.id;
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO public.contact_words (tenant_id, word, contact_id)
      SELECT NEW.tenant_id, w, NEW.id FROM public.search_words(public.search_vector(NULL, NEW.name)) AS w;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER contacts_words_kept AFTER INSERT ON contacts REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION keep_words_of_new_contacts();
--> statement-breakpoint
CREATE TRIGGER contacts_words_renewed AFTER UPDATE OF name ON contacts FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION renew_words_of_contact();
--> statement-breakpoint
CREATE TRIGGER contacts_words_dropped AFTER DELETE ON contacts
  FOR EACH ROW EXECUTE FUNCTION renew_words_of_contact();
--> statement-breakpoint
-- As in 0005_search.sql: the owner sees no rows while row-level security is forced; applyRights forces it again.
ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO contact_words (tenant_id, word, contact_id)
  SELECT c.tenant_id, w, c.id FROM contacts c, search_words(search_vector(NULL, c.name)) AS w;
--> statement-breakpoint
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
