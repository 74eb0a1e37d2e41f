CREATE TABLE `idempotency_keys` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`resource_id` text,
	`status` integer,
	`body` text,
	`lease_until` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`scope`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_created` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`subject` text NOT NULL,
	`envelope` text NOT NULL,
	`flow` text,
	`generation` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`acknowledged_at` integer,
	`dead_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_open` ON `outbox` (`flow`,`due_at`) WHERE acknowledged_at is null and dead_at is null;--> statement-breakpoint
CREATE INDEX `outbox_acknowledged` ON `outbox` (`acknowledged_at`) WHERE acknowledged_at is not null;--> statement-breakpoint
CREATE INDEX `outbox_dead` ON `outbox` (`dead_at`) WHERE dead_at is not null;--> statement-breakpoint
ALTER TABLE `messages` ADD `detail` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `attempt_at` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `generation` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `outcome` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `outcome_code` text;--> statement-breakpoint
CREATE INDEX `messages_waiting` ON `messages` (`created_at`,`id`) WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX `messages_left` ON `messages` (`created_at`,`id`) WHERE state = 'parked';--> statement-breakpoint
CREATE INDEX `messages_lost` ON `messages` (`created_at`,`id`) WHERE outcome in ('undelivered', 'failed');--> statement-breakpoint
CREATE INDEX `messages_provider_ref` ON `messages` (`provider_ref`) WHERE provider_ref is not null;