ALTER TABLE `orders` ADD `unpaid_since` integer;--> statement-breakpoint
CREATE INDEX `orders_unpaid` ON `orders` (`unpaid_since`) WHERE unpaid_since is not null;--> statement-breakpoint
CREATE INDEX `outbox_subject` ON `outbox` (`subject`);--> statement-breakpoint
UPDATE `orders` SET `unpaid_since` = `updated_at`, `return_url` = null WHERE `status` in ('cancelled', 'failed') AND NOT EXISTS (SELECT 1 FROM `order_entries` WHERE `order_id` = `orders`.`id` AND `type` = 'confirmed');
