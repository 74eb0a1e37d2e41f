ALTER TABLE `products` ADD `kept_cells` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `variants` ADD `kept_cells` text DEFAULT '{}' NOT NULL;