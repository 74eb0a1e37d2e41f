CREATE TABLE `order_comparisons` (
	`id` text PRIMARY KEY NOT NULL,
	`after_id` text,
	`due_at` integer NOT NULL
);
