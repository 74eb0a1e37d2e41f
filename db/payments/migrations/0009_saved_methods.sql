CREATE TABLE `customers` (
	`user_id` text PRIMARY KEY NOT NULL,
	`provider_ref` text,
	`erased_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_provider_ref_unique` ON `customers` (`provider_ref`);--> statement-breakpoint
ALTER TABLE `payments` ADD `customer_ref` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `save_method` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `off_session` integer DEFAULT false NOT NULL;