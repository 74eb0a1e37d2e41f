DROP INDEX `refresh_tokens_session`;--> statement-breakpoint
CREATE INDEX `refresh_tokens_of_session` ON `refresh_tokens` (`session_id`,`used_at`);--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `count` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `window_key` text;--> statement-breakpoint
CREATE UNIQUE INDEX `audit_window` ON `audit_entries` (`window_key`);--> statement-breakpoint
ALTER TABLE `users` ADD `ordered_at` integer;--> statement-breakpoint
CREATE INDEX `users_unproved` ON `users` (`created_at`) WHERE email_verified_at is null and ordered_at is null;