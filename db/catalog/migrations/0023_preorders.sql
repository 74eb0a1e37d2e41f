ALTER TABLE `variants` ADD `backorderable` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `variants` ADD `preorder_until` integer;--> statement-breakpoint
CREATE INDEX `variants_preorder` ON `variants` (`preorder_until`) WHERE preorder_until is not null;