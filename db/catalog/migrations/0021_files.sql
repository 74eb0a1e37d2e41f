CREATE TABLE `files` (
	`id` text PRIMARY KEY NOT NULL,
	`variant_id` text NOT NULL,
	`status` text NOT NULL,
	`file_name` text NOT NULL,
	`content_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`downloads_max` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "files_status" CHECK("files"."status" in ('uploading', 'stored', 'deleted')),
	CONSTRAINT "files_size" CHECK("files"."bytes" > 0 and "files"."downloads_max" > 0)
);
--> statement-breakpoint
CREATE INDEX `files_variant` ON `files` (`variant_id`,`id`) WHERE status = 'stored';--> statement-breakpoint
CREATE INDEX `files_unsettled` ON `files` (`updated_at`) WHERE status <> 'stored';