CREATE TABLE `audit_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`act` text NOT NULL,
	`subject` text,
	`status` integer,
	`request_id` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_at` ON `audit_entries` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `audit_actor` ON `audit_entries` (`actor_id`,`at`);--> statement-breakpoint
CREATE INDEX `audit_subject` ON `audit_entries` (`subject`,`at`);--> statement-breakpoint
CREATE TABLE `challenges` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`purpose` text NOT NULL,
	`email` text NOT NULL,
	`former_email` text,
	`token_hash` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	`tries` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "challenges_tries" CHECK("challenges"."tries" between 0 and 5)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `challenges_token_hash_unique` ON `challenges` (`token_hash`);--> statement-breakpoint
CREATE INDEX `challenges_open` ON `challenges` (`user_id`,`purpose`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `challenges_expires` ON `challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`purpose` text NOT NULL,
	`granted` integer NOT NULL,
	`source` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `consents_user` ON `consents` (`user_id`,`purpose`,`created_at`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`user_id` text NOT NULL,
	`hash` text NOT NULL,
	`used_at` integer,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `hash`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `second_factors` (
	`user_id` text PRIMARY KEY NOT NULL,
	`email_at` integer,
	`totp_secret` text,
	`totp_confirmed_at` integer,
	`totp_step` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `addresses` ADD `is_default_shipping` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `addresses` ADD `is_default_billing` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `addresses_default_shipping` ON `addresses` (`user_id`) WHERE is_default_shipping = 1;--> statement-breakpoint
CREATE UNIQUE INDEX `addresses_default_billing` ON `addresses` (`user_id`) WHERE is_default_billing = 1;--> statement-breakpoint
ALTER TABLE `users` ADD `disabled_at` integer;