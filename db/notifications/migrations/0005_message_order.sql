ALTER TABLE `messages` ADD `order_id` text;--> statement-breakpoint
CREATE INDEX `messages_order` ON `messages` (`order_id`) WHERE order_id is not null;