CREATE TABLE `search_rules` (
	`kind` text NOT NULL,
	`id` text NOT NULL,
	`rule` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`kind`, `id`),
	CONSTRAINT "search_rules_kind" CHECK("search_rules"."kind" in ('synonym', 'curation'))
);
