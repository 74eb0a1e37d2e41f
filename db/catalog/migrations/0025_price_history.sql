CREATE TABLE `price_history` (
	`id` integer PRIMARY KEY NOT NULL,
	`variant_id` text NOT NULL,
	`currency` text NOT NULL,
	`market_id` text,
	`amount_minor` integer NOT NULL,
	`from_ms` integer NOT NULL,
	`until_ms` integer NOT NULL,
	`due_at` integer NOT NULL,
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "price_history_time" CHECK("price_history"."from_ms" < "price_history"."until_ms"),
	CONSTRAINT "price_history_amount" CHECK("price_history"."amount_minor" >= 0)
);
--> statement-breakpoint
CREATE INDEX `price_history_variant` ON `price_history` (`variant_id`,`currency`,`until_ms`,`from_ms`,`market_id`,`amount_minor`);--> statement-breakpoint
CREATE INDEX `price_history_due` ON `price_history` (`due_at`);--> statement-breakpoint
ALTER TABLE `market_price_lists` ADD `since` integer;--> statement-breakpoint
ALTER TABLE `list_prices` ADD `since` integer;--> statement-breakpoint
ALTER TABLE `variant_prices` ADD `since` integer;