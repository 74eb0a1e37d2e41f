CREATE TABLE `idempotency_keys` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`resource_id` text,
	`status` integer,
	`body` text,
	`lease_until` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`scope`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_created` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`event_id` text PRIMARY KEY NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `inbox_received` ON `inbox` (`received_at`);--> statement-breakpoint
CREATE TABLE `order_entries` (
	`order_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`type` text NOT NULL,
	`data` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`order_id`, `sequence`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`cart_id` text NOT NULL,
	`customer_id` text,
	`status` text NOT NULL,
	`payment_status` text NOT NULL,
	`currency` text NOT NULL,
	`total_minor` integer NOT NULL,
	`email` text NOT NULL,
	`snapshot` text NOT NULL,
	`payment_method` text NOT NULL,
	`payment_token` text,
	`return_url` text,
	`payment` text,
	`request_scope` text NOT NULL,
	`request_key` text NOT NULL,
	`reserved_until` integer,
	`sequence` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "orders_total" CHECK("orders"."total_minor" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_number_unique` ON `orders` (`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `orders_request` ON `orders` (`request_scope`,`request_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `orders_living_cart` ON `orders` (`cart_id`) WHERE status not in ('cancelled', 'failed');--> statement-breakpoint
CREATE INDEX `orders_customer` ON `orders` (`customer_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_status` ON `orders` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `orders_waiting` ON `orders` (`reserved_until`) WHERE reserved_until is not null;--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`subject` text NOT NULL,
	`envelope` text NOT NULL,
	`generation` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer NOT NULL,
	`acknowledged_at` integer,
	`dead_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`acknowledged_at`,`dead_at`,`due_at`);--> statement-breakpoint
CREATE TABLE `reservations` (
	`order_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`order_id`, `variant_id`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`variant_id`) REFERENCES `stock`(`variant_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reservations_quantity" CHECK("reservations"."quantity" > 0)
);
--> statement-breakpoint
CREATE INDEX `reservations_variant` ON `reservations` (`variant_id`,`state`);--> statement-breakpoint
CREATE INDEX `reservations_held` ON `reservations` (`order_id`,`variant_id`) WHERE state = 'held';--> statement-breakpoint
CREATE TABLE `shipping_rates` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`country` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`min_subtotal_minor` integer DEFAULT 0 NOT NULL,
	`max_subtotal_minor` integer,
	`position` integer NOT NULL,
	CONSTRAINT "shipping_rates_amount" CHECK("shipping_rates"."amount_minor" >= 0)
);
--> statement-breakpoint
CREATE INDEX `shipping_rates_place` ON `shipping_rates` (`country`,`currency`,`position`);--> statement-breakpoint
CREATE TABLE `stock` (
	`variant_id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`sku` text,
	`available` integer NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	`sold` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "stock_available" CHECK("stock"."available" >= 0),
	CONSTRAINT "stock_reserved" CHECK("stock"."reserved" >= 0),
	CONSTRAINT "stock_sold" CHECK("stock"."sold" >= 0)
);
--> statement-breakpoint
CREATE INDEX `stock_sku` ON `stock` (`sku`);--> statement-breakpoint
CREATE INDEX `stock_product` ON `stock` (`product_id`);--> statement-breakpoint
CREATE TABLE `stock_transfers` (
	`id` text PRIMARY KEY NOT NULL,
	`variant_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`from_account` text NOT NULL,
	`to_account` text NOT NULL,
	`reason` text NOT NULL,
	`reference` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`variant_id`) REFERENCES `stock`(`variant_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stock_transfers_quantity" CHECK("stock_transfers"."quantity" > 0)
);
--> statement-breakpoint
CREATE INDEX `stock_transfers_variant` ON `stock_transfers` (`variant_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `tax_rates` (
	`country` text PRIMARY KEY NOT NULL,
	`rate_ppm` integer NOT NULL
);
