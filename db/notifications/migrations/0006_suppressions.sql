CREATE TABLE `suppressions` (
	`digest` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`reported_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `suppressions_reported` ON `suppressions` (`reported_at`);