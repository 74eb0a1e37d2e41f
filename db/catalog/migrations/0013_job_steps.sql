CREATE TABLE `job_errors` (
	`job_id` text NOT NULL,
	`position` integer NOT NULL,
	`line` integer,
	`product_id` text,
	`code` text NOT NULL,
	`message` text NOT NULL,
	PRIMARY KEY(`job_id`, `position`),
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `step` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `error_count` integer DEFAULT 0 NOT NULL;