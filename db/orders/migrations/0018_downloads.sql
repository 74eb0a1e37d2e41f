CREATE TABLE `downloads` (
	`order_id` text NOT NULL,
	`line_id` text NOT NULL,
	`file_id` text NOT NULL,
	`taken` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`order_id`, `line_id`, `file_id`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "downloads_taken" CHECK("downloads"."taken" > 0)
);
