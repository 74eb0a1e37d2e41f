CREATE TABLE `erased_authors` (
	`customer_id` text PRIMARY KEY NOT NULL,
	`erased_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `product_ratings` (
	`product_id` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`sum` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "product_ratings_sum" CHECK("product_ratings"."sum" between "product_ratings"."count" and 5 * "product_ratings"."count")
);
--> statement-breakpoint
CREATE TABLE `reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`order_id` text NOT NULL,
	`line_id` text NOT NULL,
	`rating` integer NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`author` text,
	`status` text NOT NULL,
	`reply` text,
	`replied_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "reviews_rating" CHECK("reviews"."rating" between 1 and 5),
	CONSTRAINT "reviews_status" CHECK("reviews"."status" in ('pending', 'approved', 'rejected')),
	CONSTRAINT "reviews_reply" CHECK(("reviews"."reply" is null) = ("reviews"."replied_at" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reviews_line` ON `reviews` (`order_id`,`line_id`);--> statement-breakpoint
CREATE INDEX `reviews_shown` ON `reviews` (`product_id`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `reviews_moderation` ON `reviews` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `reviews_customer` ON `reviews` (`customer_id`,`id`);--> statement-breakpoint
ALTER TABLE `shelves` ADD `rating` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `shelves_rating` ON `shelves` (`place`,`currency`,`rating`,`product_id`,`price_minor`,`in_stock`);--> statement-breakpoint
CREATE INDEX `idempotency_keys_resource` ON `idempotency_keys` (`resource_id`);