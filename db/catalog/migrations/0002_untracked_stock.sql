ALTER TABLE `variants` ADD `tracked` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `variants` ADD `counted` integer DEFAULT true NOT NULL;