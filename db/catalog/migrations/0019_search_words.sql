CREATE TABLE `search_documents` (
	`id` integer PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_documents_product` ON `search_documents` (`product_id`);--> statement-breakpoint
CREATE VIRTUAL TABLE `search_trigrams` USING fts5(`words`, tokenize = 'trigram', detail = 'none');
--> statement-breakpoint
CREATE TABLE `search_values` (
	`document_id` integer NOT NULL,
	`field` text NOT NULL,
	`key` text NOT NULL,
	`label` text NOT NULL,
	PRIMARY KEY(`document_id`, `field`, `key`)
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `search_words` USING fts5(`title`, `codes`, `brand`, `categories`, `tags`, `options`, `attributes`, `description`, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* Co'", prefix = '2 3');
