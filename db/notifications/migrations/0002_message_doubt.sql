DROP INDEX `messages_pending`;--> statement-breakpoint
ALTER TABLE `messages` ADD `tries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `doubt_since` integer;--> statement-breakpoint
CREATE INDEX `messages_doubted` ON `messages` (`doubt_since`) WHERE state = 'pending';--> statement-breakpoint
-- What is pending by now may have gone out.
UPDATE `messages` SET `doubt_since` = `created_at` WHERE `state` = 'pending';
