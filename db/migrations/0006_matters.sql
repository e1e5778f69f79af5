CREATE TABLE "conversation_counts" (
	"tenant_id" uuid DEFAULT NULLIF(current_setting('app.tenant', true), '')::uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "conversation_counts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"inbox_ids" uuid[] NOT NULL,
	"assignee_id" uuid,
	"asleep" boolean NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "conversation_counts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "opted_out_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "opted_out_words" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "customer_id" uuid;--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_customer_fk" FOREIGN KEY ("tenant_id","customer_id") REFERENCES "public"."customers"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversations_customer" ON "conversations" USING btree ("tenant_id","customer_id") WHERE "conversations"."customer_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "conversations_unassigned_recent" ON "conversations" USING btree ("tenant_id","last_message_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE "conversations"."status" = 'open' AND "conversations"."assignee_id" IS NULL;--> statement-breakpoint
CREATE FUNCTION in_order(ids uuid[]) RETURNS uuid[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY(SELECT one FROM unnest(ids) AS one ORDER BY one)
$$;
--> statement-breakpoint
CREATE FUNCTION count_new_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.conversation_counts (tenant_id, inbox_ids, assignee_id, asleep, n)
    SELECT f.tenant_id, public.in_order(f.inbox_ids), f.assignee_id, f.snoozed_until IS NOT NULL, count(*)
    FROM fresh f WHERE f.status = 'open' GROUP BY 1, 2, 3, 4;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Most changes touch none of what is counted, and add no row.
CREATE FUNCTION count_changed_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.conversation_counts (tenant_id, inbox_ids, assignee_id, asleep, n)
    SELECT x.tenant_id, public.in_order(x.inbox_ids), x.assignee_id, x.asleep, sum(x.n)
    FROM stale s JOIN fresh f ON f.tenant_id = s.tenant_id AND f.id = s.id
    CROSS JOIN LATERAL (VALUES
      (s.tenant_id, s.inbox_ids, s.assignee_id, s.snoozed_until IS NOT NULL, s.status, -1),
      (f.tenant_id, f.inbox_ids, f.assignee_id, f.snoozed_until IS NOT NULL, f.status, 1)
    ) AS x(tenant_id, inbox_ids, assignee_id, asleep, status, n)
    WHERE x.status = 'open' AND (s.status, s.inbox_ids, s.assignee_id, s.snoozed_until IS NULL)
      IS DISTINCT FROM (f.status, f.inbox_ids, f.assignee_id, f.snoozed_until IS NULL)
    GROUP BY 1, 2, 3, 4 HAVING sum(x.n) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_gone_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.conversation_counts (tenant_id, inbox_ids, assignee_id, asleep, n)
    SELECT s.tenant_id, public.in_order(s.inbox_ids), s.assignee_id, s.snoozed_until IS NOT NULL, -count(*)
    FROM stale s WHERE s.status = 'open' GROUP BY 1, 2, 3, 4;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER conversations_counted AFTER INSERT ON conversations REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION count_new_conversations();
--> statement-breakpoint
CREATE TRIGGER conversations_recounted AFTER UPDATE ON conversations REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION count_changed_conversations();
--> statement-breakpoint
CREATE TRIGGER conversations_uncounted AFTER DELETE ON conversations REFERENCING OLD TABLE AS stale
  FOR EACH STATEMENT EXECUTE FUNCTION count_gone_conversations();
--> statement-breakpoint
-- What is open already. The owner of a table sees none of its rows while row-level security is forced on it;
-- applyRights forces it again.
ALTER TABLE conversations NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO conversation_counts (tenant_id, inbox_ids, assignee_id, asleep, n)
  SELECT tenant_id, in_order(inbox_ids), assignee_id, snoozed_until IS NOT NULL, count(*)
  FROM conversations WHERE status = 'open' GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
