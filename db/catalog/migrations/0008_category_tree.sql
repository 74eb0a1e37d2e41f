CREATE TABLE `category_redirects` (
	`slug` text PRIMARY KEY NOT NULL,
	`category_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`category_id`) REFERENCES `categories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `category_redirects_category` ON `category_redirects` (`category_id`);--> statement-breakpoint
CREATE TABLE `category_tree` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "category_tree_one" CHECK("category_tree"."id" = 1)
);
--> statement-breakpoint
ALTER TABLE `categories` ADD `listing_key` text;--> statement-breakpoint
ALTER TABLE `categories` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `categories` ADD `deleted_at` integer;--> statement-breakpoint
CREATE INDEX `product_categories_pages` ON `product_categories` (`category_id`,`product_id`);