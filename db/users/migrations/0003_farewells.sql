CREATE TABLE `farewells` (
	`user_id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `farewells_created` ON `farewells` (`created_at`);