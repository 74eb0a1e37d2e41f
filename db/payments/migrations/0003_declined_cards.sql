CREATE TABLE `declined_cards` (
	`digest` text PRIMARY KEY NOT NULL,
	`declines` integer NOT NULL,
	`paused_until` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `declined_cards_paused` ON `declined_cards` (`paused_until`);--> statement-breakpoint
CREATE INDEX `declined_cards_expired` ON `declined_cards` (`expires_at`);--> statement-breakpoint
ALTER TABLE `payments` ADD `card_unchecked` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `paused_until` integer;