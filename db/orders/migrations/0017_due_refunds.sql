ALTER TABLE `orders` ADD `refund_due_at` integer;--> statement-breakpoint
CREATE INDEX `orders_refunds_due` ON `orders` (`refund_due_at`) WHERE refund_due_at is not null;