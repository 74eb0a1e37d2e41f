-- Columns with constraints of their own, because a rebuild of the table would break its foreign keys.
ALTER TABLE `orders` ADD `fulfillment_status` text DEFAULT 'unfulfilled' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `captured_minor` integer DEFAULT 0 NOT NULL CONSTRAINT "orders_captured" CHECK("captured_minor" >= 0);--> statement-breakpoint
ALTER TABLE `orders` ADD `refunded_minor` integer DEFAULT 0 NOT NULL CONSTRAINT "orders_refunded" CHECK("refunded_minor" between 0 and "captured_minor");--> statement-breakpoint
ALTER TABLE `orders` ADD `after_sale` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `attempt` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
UPDATE `orders` SET `captured_minor` = `total_minor` WHERE `payment_status` = 'paid';--> statement-breakpoint
CREATE INDEX `orders_unvoided` ON `orders` (`updated_at`) WHERE status = 'cancelled' and payment_status = 'authorized';
