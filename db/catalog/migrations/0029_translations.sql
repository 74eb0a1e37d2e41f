CREATE TABLE `translations` (
	`owner_id` text NOT NULL,
	`locale` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`description_html` text,
	`slug` text,
	`options` text,
	`seo_title` text,
	`seo_description` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`owner_id`, `locale`),
	CONSTRAINT "translations_kind" CHECK("translations"."kind" in ('product', 'category', 'collection'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `translations_slug` ON `translations` (`kind`,`slug`);--> statement-breakpoint
CREATE INDEX `translations_locale` ON `translations` (`locale`);