ALTER TABLE `payments` ADD `charge` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `refunded_minor` integer DEFAULT 0 NOT NULL CONSTRAINT "payments_refunded" CHECK("refunded_minor" between 0 and "captured_minor");--> statement-breakpoint
UPDATE `payments` SET `attempt` = 1 WHERE `attempt` = 0;--> statement-breakpoint
CREATE UNIQUE INDEX `payments_attempt` ON `payments` (`order_id`,`attempt`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_living` ON `payments` (`order_id`,`charge`) WHERE state not in ('failed', 'cancelled');--> statement-breakpoint
DROP INDEX `payments_order_id_unique`;
