CREATE TABLE `receipts` (
	`kind` text NOT NULL,
	`number` integer NOT NULL,
	`order_id` text NOT NULL,
	`refund_id` text NOT NULL,
	`issued_at` integer NOT NULL,
	PRIMARY KEY(`kind`, `number`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `receipts_document` ON `receipts` (`order_id`,`kind`,`refund_id`);--> statement-breakpoint
INSERT INTO `receipts` (`kind`, `number`, `order_id`, `refund_id`, `issued_at`)
SELECT 'receipt', row_number() OVER (ORDER BY `updated_at`, `id`), `id`, '', `updated_at` FROM `orders` WHERE `captured_minor` > 0 OR `payment_status` = 'paid';
