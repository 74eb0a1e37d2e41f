CREATE TABLE `stock_alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`email` text NOT NULL,
	`created_at` integer NOT NULL,
	`announced_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stock_alerts_waiting` ON `stock_alerts` (`variant_id`,`email`) WHERE announced_at is null;--> statement-breakpoint
CREATE INDEX `stock_alerts_product` ON `stock_alerts` (`product_id`) WHERE announced_at is null;--> statement-breakpoint
CREATE INDEX `stock_alerts_email` ON `stock_alerts` (`email`);--> statement-breakpoint
CREATE INDEX `stock_alerts_created` ON `stock_alerts` (`created_at`);--> statement-breakpoint
CREATE INDEX `stock_alerts_announced` ON `stock_alerts` (`announced_at`) WHERE announced_at is not null;