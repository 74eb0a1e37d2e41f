CREATE TABLE `import_parts` (
	`job_id` text NOT NULL,
	`position` integer NOT NULL,
	`groups` text NOT NULL,
	PRIMARY KEY(`job_id`, `position`),
	FOREIGN KEY (`job_id`) REFERENCES `jobs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `jobs` ADD `receiving` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `report` text;--> statement-breakpoint
CREATE INDEX `jobs_receiving` ON `jobs` (`created_at`) WHERE receiving;