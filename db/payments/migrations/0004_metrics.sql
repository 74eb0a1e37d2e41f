CREATE INDEX `outbox_dead` ON `outbox` (`dead_at`) WHERE dead_at is not null;--> statement-breakpoint
CREATE INDEX `payments_succeeded` ON `payments` (`state`) WHERE state = 'succeeded';