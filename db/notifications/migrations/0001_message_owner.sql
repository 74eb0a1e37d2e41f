ALTER TABLE `messages` ADD `user_id` text;--> statement-breakpoint
CREATE INDEX `messages_user` ON `messages` (`user_id`,`created_at`) WHERE user_id is not null;