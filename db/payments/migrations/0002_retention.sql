CREATE INDEX `payments_ended` ON `payments` (`check_after`) WHERE state in ('cancelled', 'failed');--> statement-breakpoint
UPDATE `payments` SET `check_after` = `updated_at` + 604800000 WHERE `state` in ('cancelled', 'failed');
