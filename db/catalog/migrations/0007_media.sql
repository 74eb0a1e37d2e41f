CREATE TABLE `media` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`status` text NOT NULL,
	`sha256` text NOT NULL,
	`content_type` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`bytes` integer NOT NULL,
	`alt` text DEFAULT '' NOT NULL,
	`focal_x` real,
	`focal_y` real,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "media_status" CHECK("media"."status" in ('uploading', 'stored', 'deleted')),
	CONSTRAINT "media_size" CHECK("media"."width" > 0 and "media"."height" > 0 and "media"."bytes" > 0),
	CONSTRAINT "media_focal_point" CHECK(("media"."focal_x" is null) = ("media"."focal_y" is null)
        and "media"."focal_x" between 0 and 1 and "media"."focal_y" between 0 and 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `media_key` ON `media` (`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `media_sha256` ON `media` (`sha256`) WHERE status = 'stored';--> statement-breakpoint
CREATE INDEX `media_newest` ON `media` (`id`) WHERE status = 'stored';--> statement-breakpoint
CREATE INDEX `media_unsettled` ON `media` (`updated_at`) WHERE status <> 'stored';--> statement-breakpoint
CREATE TABLE `product_media` (
	`media_id` text NOT NULL,
	`product_id` text NOT NULL,
	PRIMARY KEY(`media_id`, `product_id`),
	FOREIGN KEY (`media_id`) REFERENCES `media`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `product_media_product` ON `product_media` (`product_id`);