CREATE TABLE `related_products` (
	`product_id` text NOT NULL,
	`related_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`product_id`, `related_id`),
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`related_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "related_products_other" CHECK("related_products"."product_id" <> "related_products"."related_id")
);
--> statement-breakpoint
CREATE INDEX `related_products_related` ON `related_products` (`related_id`);--> statement-breakpoint
CREATE TABLE `wishlist_items` (
	`customer_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`customer_id`, `variant_id`),
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `wishlist_items_newest` ON `wishlist_items` (`customer_id`,`added_at`,`variant_id`);--> statement-breakpoint
CREATE INDEX `wishlist_items_variant` ON `wishlist_items` (`variant_id`);