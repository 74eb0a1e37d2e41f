-- A column with a constraint of its own, because a rebuild of the table would break foreign keys to it.
ALTER TABLE `products` ADD `returnable` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `products` ADD `return_window_days` integer CONSTRAINT "products_return_window" CHECK("return_window_days" >= 0);