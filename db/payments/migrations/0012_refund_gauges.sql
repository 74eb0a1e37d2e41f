CREATE INDEX `disputes_open` ON `disputes` (`id`) WHERE state = 'opened';--> statement-breakpoint
CREATE INDEX `refunds_failed` ON `refunds` (`updated_at`) WHERE state = 'failed';