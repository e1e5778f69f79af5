CREATE TABLE "push_events" (
	"tenant_id" uuid DEFAULT NULLIF(current_setting('app.tenant', true), '')::uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "push_events_tenant_id_event_id_pk" PRIMARY KEY("tenant_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "push_notices" (
	"tenant_id" uuid DEFAULT NULLIF(current_setting('app.tenant', true), '')::uuid NOT NULL,
	"id" uuid NOT NULL,
	"subscription_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone NOT NULL,
	"lease_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "push_notices_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
ALTER TABLE "push_events" ADD CONSTRAINT "push_events_event_fk" FOREIGN KEY ("tenant_id","event_id") REFERENCES "public"."events"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_notices" ADD CONSTRAINT "push_notices_subscription_fk" FOREIGN KEY ("tenant_id","subscription_id") REFERENCES "public"."push_subscriptions"("tenant_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_notices" ADD CONSTRAINT "push_notices_event_fk" FOREIGN KEY ("tenant_id","event_id") REFERENCES "public"."events"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "push_notices_conversation_unique" ON "push_notices" USING btree ("tenant_id","subscription_id","conversation_id");--> statement-breakpoint
CREATE INDEX "push_notices_due" ON "push_notices" USING btree ("tenant_id","next_try_at");--> statement-breakpoint
-- Written with the event itself: nothing that browsers may want to be told of can be missed, nothing is told that was rolled back.
CREATE FUNCTION queue_push_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO push_events (tenant_id, event_id)
  SELECT e.tenant_id, e.id FROM added e
  WHERE e.conversation_id IS NOT NULL
    AND (e.type IN ('message.received', 'conversation.assigned', 'conversation.woke', 'note.written')
      OR (e.type = 'message.changed' AND e.data->>'state' = 'failed'))
    AND EXISTS (SELECT 1 FROM push_subscriptions s WHERE s.tenant_id = e.tenant_id AND s.is_wanted);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER events_queue_push AFTER INSERT ON "events"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_push_events();
