ALTER TABLE `users` ADD `sms_phone` text;--> statement-breakpoint
ALTER TABLE `users` ADD `sms_since` integer;--> statement-breakpoint
CREATE INDEX `users_sms_phone` ON `users` (`sms_phone`) WHERE sms_phone is not null;