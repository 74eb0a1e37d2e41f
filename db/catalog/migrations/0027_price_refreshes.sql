CREATE TABLE `price_refreshes` (
	`due_at` integer NOT NULL,
	`product_id` text NOT NULL,
	PRIMARY KEY(`due_at`, `product_id`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `price_refreshes_product` ON `price_refreshes` (`product_id`,`due_at`);--> statement-breakpoint
ALTER TABLE `variant_prices` ADD `shown_minor` integer;--> statement-breakpoint
ALTER TABLE `variant_prices` ADD `lowest_minor` integer;