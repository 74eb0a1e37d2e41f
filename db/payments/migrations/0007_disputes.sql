CREATE TABLE `breaks` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`provider` text NOT NULL,
	`provider_ref` text NOT NULL,
	`payment_id` text,
	`own_minor` integer NOT NULL,
	`provider_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`found_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `breaks_found` ON `breaks` (`found_at`);--> statement-breakpoint
CREATE TABLE `disputes` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`order_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`provider_ref` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`reason` text NOT NULL,
	`due_by` integer,
	`sequence` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "disputes_amount" CHECK("disputes"."amount_minor" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `disputes_provider_ref_unique` ON `disputes` (`provider_ref`);--> statement-breakpoint
CREATE INDEX `disputes_order` ON `disputes` (`order_id`);--> statement-breakpoint
CREATE TABLE `reconciliations` (
	`feed` text PRIMARY KEY NOT NULL,
	`since_ms` integer NOT NULL,
	`after` text,
	`due_at` integer NOT NULL
);
