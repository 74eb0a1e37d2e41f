CREATE TABLE `erased_customers` (
	`customer_id` text PRIMARY KEY NOT NULL,
	`erased_at` integer NOT NULL
);
