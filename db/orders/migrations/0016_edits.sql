ALTER TABLE `orders` ADD `open_charge` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `charge_due_at` integer;--> statement-breakpoint
CREATE INDEX `orders_charges` ON `orders` (`charge_due_at`) WHERE charge_due_at is not null;