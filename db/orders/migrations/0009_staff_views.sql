CREATE TABLE `order_tags` (
	`order_id` text NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`order_id`, `tag`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `order_tags_tag` ON `order_tags` (`tag`,`order_id`);--> statement-breakpoint
CREATE TABLE `order_terms` (
	`order_id` text NOT NULL,
	`term` text NOT NULL,
	`is_personal` integer NOT NULL,
	PRIMARY KEY(`order_id`, `term`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `order_terms_term` ON `order_terms` (`term`,`order_id`);--> statement-breakpoint
CREATE INDEX `idempotency_keys_resource` ON `idempotency_keys` (`resource_id`);--> statement-breakpoint
CREATE INDEX `orders_payment_status` ON `orders` (`payment_status`,`id`);--> statement-breakpoint
CREATE INDEX `orders_fulfillment_status` ON `orders` (`fulfillment_status`,`id`);--> statement-breakpoint
-- Orders of earlier releases are found by these terms. SQLite folds ASCII only.
INSERT OR IGNORE INTO `order_terms` SELECT `id`, lower(`number`), 0 FROM `orders`;--> statement-breakpoint
INSERT OR IGNORE INTO `order_terms` SELECT `id`, substr(`number`, 5), 0 FROM `orders`;--> statement-breakpoint
INSERT OR IGNORE INTO `order_terms` SELECT `orders`.`id`, lower(line.value ->> '$.sku'), 0 FROM `orders`, json_each(`orders`.`snapshot`, '$.lines') line WHERE line.value ->> '$.sku' <> '';--> statement-breakpoint
INSERT OR IGNORE INTO `order_terms` SELECT `id`, lower(`email`), 1 FROM `orders` WHERE `email` <> '';--> statement-breakpoint
INSERT OR IGNORE INTO `order_terms` SELECT `id`, lower(`snapshot` ->> '$.shippingAddress.name'), 1 FROM `orders` WHERE `snapshot` ->> '$.shippingAddress.name' <> '';
