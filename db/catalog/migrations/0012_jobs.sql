ALTER TABLE `jobs` DROP COLUMN `errors`;--> statement-breakpoint
ALTER TABLE `jobs` DROP COLUMN `result_url`;--> statement-breakpoint
ALTER TABLE `jobs` DROP COLUMN `lease_until`;