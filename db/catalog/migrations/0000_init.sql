CREATE TABLE `categories` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text,
	`parent_id` text,
	`path` text NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `categories_slug` ON `categories` (`slug`);--> statement-breakpoint
CREATE INDEX `categories_parent` ON `categories` (`parent_id`,`position`);--> statement-breakpoint
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
CREATE TABLE `product_categories` (
	`product_id` text NOT NULL,
	`category_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`product_id`, `category_id`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `product_categories_category` ON `product_categories` (`category_id`);--> statement-breakpoint
CREATE TABLE `products` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`title_key` text NOT NULL,
	`description` text NOT NULL,
	`brand` text,
	`status` text NOT NULL,
	`media` text NOT NULL,
	`options` text NOT NULL,
	`tags` text NOT NULL,
	`attributes` text NOT NULL,
	`seo_title` text,
	`seo_description` text,
	`popularity` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`import_digest` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "products_status" CHECK("products"."status" in ('draft', 'published', 'archived')),
	CONSTRAINT "products_version" CHECK("products"."version" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_slug` ON `products` (`slug`);--> statement-breakpoint
CREATE INDEX `products_published` ON `products` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `products_updated` ON `products` (`updated_at`,`id`);--> statement-breakpoint
CREATE TABLE `shelves` (
	`product_id` text NOT NULL,
	`place` text NOT NULL,
	`currency` text NOT NULL,
	`created_at` integer NOT NULL,
	`price_minor` integer NOT NULL,
	`title_key` text NOT NULL,
	`in_stock` integer NOT NULL,
	PRIMARY KEY(`product_id`, `place`, `currency`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `shelves_newest` ON `shelves` (`place`,`currency`,`created_at`,`product_id`,`price_minor`,`in_stock`);--> statement-breakpoint
CREATE INDEX `shelves_price` ON `shelves` (`place`,`currency`,`price_minor`,`product_id`,`in_stock`);--> statement-breakpoint
CREATE INDEX `shelves_title` ON `shelves` (`place`,`currency`,`title_key`,`product_id`,`price_minor`,`in_stock`);--> statement-breakpoint
CREATE TABLE `variant_prices` (
	`variant_id` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`compare_at_minor` integer,
	PRIMARY KEY(`variant_id`, `currency`),
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "variant_prices_amount" CHECK("variant_prices"."amount_minor" >= 0),
	CONSTRAINT "variant_prices_compare_at" CHECK("variant_prices"."compare_at_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE `variants` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`position` integer NOT NULL,
	`sku` text,
	`title` text NOT NULL,
	`options` text NOT NULL,
	`image` text,
	`inventory_policy` text NOT NULL,
	`in_stock` integer NOT NULL,
	`stock_version` integer DEFAULT 0 NOT NULL,
	`opening_quantity` integer DEFAULT 0 NOT NULL,
	`stock_opened_at` integer,
	`import_digest` text,
	`removed_at` integer,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "variants_policy" CHECK("variants"."inventory_policy" in ('deny', 'continue')),
	CONSTRAINT "variants_opening" CHECK("variants"."opening_quantity" >= 0)
);
--> statement-breakpoint
CREATE INDEX `variants_product` ON `variants` (`product_id`,`position`);--> statement-breakpoint
CREATE INDEX `variants_unopened` ON `variants` (`id`) WHERE stock_opened_at is null;