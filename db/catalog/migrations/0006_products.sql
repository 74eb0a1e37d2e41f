CREATE TABLE `attribute_definitions` (
	`key` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`unit` text,
	`choices` text,
	`position` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "attribute_definitions_unit" CHECK(("attribute_definitions"."type" = 'measure') = ("attribute_definitions"."unit" is not null)),
	CONSTRAINT "attribute_definitions_version" CHECK("attribute_definitions"."version" > 0)
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`input` text NOT NULL,
	`cursor` text,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer NOT NULL,
	`errors` text NOT NULL,
	`result_url` text,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	CONSTRAINT "jobs_done" CHECK("jobs"."done" >= 0),
	CONSTRAINT "jobs_finished" CHECK(("jobs"."finished_at" is null) = ("jobs"."status" in ('queued', 'running')))
);
--> statement-breakpoint
CREATE INDEX `jobs_open` ON `jobs` (`id`) WHERE finished_at is null;--> statement-breakpoint
CREATE INDEX `jobs_finished_at` ON `jobs` (`finished_at`) WHERE finished_at is not null;--> statement-breakpoint
CREATE TABLE `bundle_parts` (
	`variant_id` text NOT NULL,
	`part_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`variant_id`, `part_id`),
	FOREIGN KEY (`variant_id`) REFERENCES `variants`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "bundle_parts_quantity" CHECK("bundle_parts"."quantity" > 0),
	CONSTRAINT "bundle_parts_other" CHECK("bundle_parts"."variant_id" <> "bundle_parts"."part_id")
);
--> statement-breakpoint
CREATE INDEX `bundle_parts_part` ON `bundle_parts` (`part_id`);--> statement-breakpoint
CREATE TABLE `product_redirects` (
	`slug` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`product_id`) REFERENCES `products`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `product_redirects_product` ON `product_redirects` (`product_id`);--> statement-breakpoint
-- Columns are added with constraints of their own, because a rebuild of a table would break foreign keys to it.
ALTER TABLE `products` ADD `description_html` text;--> statement-breakpoint
ALTER TABLE `products` ADD `type` text DEFAULT 'physical' NOT NULL CONSTRAINT "products_type" CHECK("type" in ('physical', 'digital', 'bundle'));--> statement-breakpoint
ALTER TABLE `products` ADD `publish_at` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `unpublish_at` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `published_at` integer;--> statement-breakpoint
ALTER TABLE `products` ADD `tax_class` text;--> statement-breakpoint
CREATE INDEX `products_title` ON `products` (`title_key`,`id`);--> statement-breakpoint
CREATE INDEX `products_publish` ON `products` (`publish_at`) WHERE publish_at is not null;--> statement-breakpoint
CREATE INDEX `products_unpublish` ON `products` (`unpublish_at`) WHERE unpublish_at is not null;--> statement-breakpoint
ALTER TABLE `variants` ADD `barcode` text;--> statement-breakpoint
ALTER TABLE `variants` ADD `weight_grams` integer CONSTRAINT "variants_weight" CHECK("weight_grams" >= 0);--> statement-breakpoint
ALTER TABLE `variants` ADD `length_mm` integer;--> statement-breakpoint
ALTER TABLE `variants` ADD `width_mm` integer;--> statement-breakpoint
ALTER TABLE `variants` ADD `height_mm` integer CONSTRAINT "variants_dimensions" CHECK("length_mm" >= 0 and "width_mm" >= 0 and "height_mm" >= 0);--> statement-breakpoint
CREATE INDEX `variants_sku` ON `variants` (`sku`) WHERE sku is not null;--> statement-breakpoint
CREATE INDEX `variants_barcode` ON `variants` (`barcode`) WHERE barcode is not null;--> statement-breakpoint
UPDATE `products` SET `published_at` = `created_at` WHERE `status` = 'published';