CREATE TABLE `collection_products` (
	`collection_id` text NOT NULL,
	`product_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`collection_id`, `product_id`),
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `collection_products_order` ON `collection_products` (`collection_id`,`position`,`product_id`);--> statement-breakpoint
CREATE INDEX `collection_products_product` ON `collection_products` (`product_id`);--> statement-breakpoint
CREATE TABLE `collection_redirects` (
	`slug` text PRIMARY KEY NOT NULL,
	`collection_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `collection_redirects_collection` ON `collection_redirects` (`collection_id`);--> statement-breakpoint
CREATE TABLE `collection_rules` (
	`collection_id` text NOT NULL,
	`position` integer NOT NULL,
	`field` text NOT NULL,
	`op` text NOT NULL,
	`value` text NOT NULL,
	`number` integer NOT NULL,
	PRIMARY KEY(`collection_id`, `position`),
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `collection_rules_facts` ON `collection_rules` (`op`,`field`,`value`);--> statement-breakpoint
CREATE TABLE `collections` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`kind` text NOT NULL,
	`match` text,
	`rules` text,
	`needed` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`rules_version` integer DEFAULT 1 NOT NULL,
	`filled_version` integer DEFAULT 0 NOT NULL,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "collections_kind" CHECK("collections"."kind" in ('manual', 'rule') and ("collections"."kind" = 'rule') = ("collections"."rules" is not null)),
	CONSTRAINT "collections_match" CHECK(("collections"."match" is null) = ("collections"."rules" is null)),
	CONSTRAINT "collections_version" CHECK("collections"."version" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collections_slug` ON `collections` (`slug`);--> statement-breakpoint
CREATE INDEX `collections_shown` ON `collections` (`id`) WHERE deleted_at is null;