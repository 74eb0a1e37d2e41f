DROP INDEX `outbox_due`;--> statement-breakpoint
ALTER TABLE `outbox` ADD `flow` text;--> statement-breakpoint
CREATE INDEX `outbox_open` ON `outbox` (`flow`,`due_at`) WHERE acknowledged_at is null and dead_at is null;--> statement-breakpoint
CREATE INDEX `outbox_acknowledged` ON `outbox` (`acknowledged_at`) WHERE acknowledged_at is not null;