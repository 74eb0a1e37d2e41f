ALTER TABLE `orders` ADD `network` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `units` integer;--> statement-breakpoint
CREATE INDEX `orders_network` ON `orders` (`network`,`created_at`) WHERE network is not null;