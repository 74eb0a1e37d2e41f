ALTER TABLE `refresh_tokens` ADD `repeated_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `devices_from` integer;