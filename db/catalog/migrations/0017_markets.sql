CREATE TABLE `customer_group_members` (
	`group_id` text NOT NULL,
	`user_id` text NOT NULL,
	PRIMARY KEY(`group_id`, `user_id`),
	FOREIGN KEY (`group_id`) REFERENCES `customer_groups`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `customer_group_members_user` ON `customer_group_members` (`user_id`);--> statement-breakpoint
CREATE TABLE `customer_groups` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "customer_groups_version" CHECK("customer_groups"."version" > 0)
);
--> statement-breakpoint
CREATE TABLE `market_countries` (
	`country` text PRIMARY KEY NOT NULL,
	`market_id` text NOT NULL,
	FOREIGN KEY (`market_id`) REFERENCES `markets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `market_countries_market` ON `market_countries` (`market_id`);--> statement-breakpoint
CREATE TABLE `market_price_lists` (
	`list_id` text NOT NULL,
	`market_id` text NOT NULL,
	PRIMARY KEY(`list_id`, `market_id`),
	FOREIGN KEY (`list_id`) REFERENCES `price_lists`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`market_id`) REFERENCES `markets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `market_price_lists_market` ON `market_price_lists` (`market_id`);--> statement-breakpoint
CREATE TABLE `markets` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`currency` text NOT NULL,
	`locales` text NOT NULL,
	`tax_included` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "markets_version" CHECK("markets"."version" > 0)
);
--> statement-breakpoint
CREATE INDEX `markets_currency` ON `markets` (`currency`,`id`);--> statement-breakpoint
CREATE TABLE `list_prices` (
	`list_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`min_quantity` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`list_id`, `variant_id`, `min_quantity`),
	FOREIGN KEY (`list_id`) REFERENCES `price_lists`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "list_prices_quantity" CHECK("list_prices"."min_quantity" > 0),
	CONSTRAINT "list_prices_amount" CHECK("list_prices"."amount_minor" >= 0)
);
--> statement-breakpoint
CREATE INDEX `list_prices_variant` ON `list_prices` (`variant_id`,`list_id`,`min_quantity`,`amount_minor`);--> statement-breakpoint
CREATE TABLE `price_lists` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`currency` text NOT NULL,
	`starts_at` integer,
	`ends_at` integer,
	`customer_group_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`customer_group_id`) REFERENCES `customer_groups`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "price_lists_version" CHECK("price_lists"."version" > 0),
	CONSTRAINT "price_lists_time" CHECK("price_lists"."starts_at" < "price_lists"."ends_at")
);
--> statement-breakpoint
CREATE INDEX `price_lists_group` ON `price_lists` (`customer_group_id`,`currency`) WHERE customer_group_id is not null;