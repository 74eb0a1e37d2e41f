ALTER TABLE `breaks` ADD `order_id` text;--> statement-breakpoint
ALTER TABLE `breaks` ADD `resolved_at` integer;--> statement-breakpoint
ALTER TABLE `breaks` ADD `resolved_by` text;--> statement-breakpoint
ALTER TABLE `breaks` ADD `note` text;--> statement-breakpoint
ALTER TABLE `breaks` ADD `accepted` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `breaks` ADD `sequence` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `breaks_open` ON `breaks` (`found_at`,`id`) WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX `breaks_resolved` ON `breaks` (`found_at`,`id`) WHERE resolved_at is not null;--> statement-breakpoint
CREATE INDEX `breaks_subject` ON `breaks` (`provider_ref`);--> statement-breakpoint
ALTER TABLE `payments` ADD `reconciled_at` integer;--> statement-breakpoint
CREATE INDEX `payments_unreconciled` ON `payments` (`provider`,`id`) WHERE state = 'succeeded' and reconciled_at is null;--> statement-breakpoint
ALTER TABLE `refunds` ADD `reconciled_at` integer;--> statement-breakpoint
CREATE INDEX `refunds_unreconciled` ON `refunds` (`id`) WHERE state != 'failed' and provider_ref is not null and reconciled_at is null;