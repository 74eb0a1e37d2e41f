CREATE TABLE `allocations` (
	`order_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`location_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`shipped` integer DEFAULT 0 NOT NULL,
	`waiting` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`order_id`, `variant_id`, `location_id`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`variant_id`) REFERENCES `stock`(`variant_id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`location_id`) REFERENCES `locations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "allocations_shipped" CHECK("allocations"."shipped" >= 0),
	CONSTRAINT "allocations_waiting" CHECK("allocations"."waiting" >= 0),
	CONSTRAINT "allocations_quantity" CHECK("allocations"."quantity" >= "allocations"."shipped" + "allocations"."waiting")
);
--> statement-breakpoint
CREATE INDEX `allocations_waiting_units` ON `allocations` (`variant_id`,`location_id`,`created_at`,`order_id`) WHERE waiting > 0;--> statement-breakpoint
CREATE INDEX `allocations_unshipped` ON `allocations` (`variant_id`,`location_id`) WHERE quantity > shipped;--> statement-breakpoint
CREATE TABLE `locations` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`country` text,
	`region` text,
	`postal_code` text,
	`city` text,
	`line1` text,
	`priority` integer NOT NULL,
	`is_active` integer NOT NULL,
	`fulfils_online` integer NOT NULL,
	`offers_pickup` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`deleted_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `locations_order` ON `locations` (`priority`,`id`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `locations_sourcing` ON `locations` (`priority`,`id`) WHERE is_active = 1 and fulfils_online = 1 and deleted_at is null;--> statement-breakpoint
CREATE TABLE `relocation_lines` (
	`relocation_id` text NOT NULL,
	`variant_id` text NOT NULL,
	`quantity` integer NOT NULL,
	`received` integer DEFAULT 0 NOT NULL,
	`lost` integer DEFAULT 0 NOT NULL,
	`returned` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`relocation_id`, `variant_id`),
	FOREIGN KEY (`relocation_id`) REFERENCES `relocations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`variant_id`) REFERENCES `stock`(`variant_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "relocation_lines_rest" CHECK("relocation_lines"."received" >= 0 and "relocation_lines"."lost" >= 0 and "relocation_lines"."returned" >= 0
        and "relocation_lines"."received" + "relocation_lines"."lost" + "relocation_lines"."returned" <= "relocation_lines"."quantity")
);
--> statement-breakpoint
CREATE TABLE `relocations` (
	`id` text PRIMARY KEY NOT NULL,
	`from_location_id` text NOT NULL,
	`to_location_id` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`from_location_id`) REFERENCES `locations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_location_id`) REFERENCES `locations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `relocations_age` ON `relocations` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `relocations_status` ON `relocations` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `stock_levels` (
	`variant_id` text NOT NULL,
	`location_id` text NOT NULL,
	`available` integer DEFAULT 0 NOT NULL,
	`reserved` integer DEFAULT 0 NOT NULL,
	`sold` integer DEFAULT 0 NOT NULL,
	`in_transit` integer DEFAULT 0 NOT NULL,
	`backordered` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`variant_id`, `location_id`),
	FOREIGN KEY (`variant_id`) REFERENCES `stock`(`variant_id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`location_id`) REFERENCES `locations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stock_levels_available" CHECK("stock_levels"."available" >= 0),
	CONSTRAINT "stock_levels_reserved" CHECK("stock_levels"."reserved" >= 0),
	CONSTRAINT "stock_levels_sold" CHECK("stock_levels"."sold" >= 0),
	CONSTRAINT "stock_levels_in_transit" CHECK("stock_levels"."in_transit" >= 0),
	CONSTRAINT "stock_levels_backordered" CHECK("stock_levels"."backordered" >= 0)
);
--> statement-breakpoint
CREATE INDEX `stock_levels_location` ON `stock_levels` (`location_id`,`variant_id`);--> statement-breakpoint
-- Columns with constraints of their own, because a rebuild of the table would break its foreign keys.
ALTER TABLE `stock` ADD `in_transit` integer DEFAULT 0 NOT NULL CONSTRAINT "stock_in_transit" CHECK("in_transit" >= 0);--> statement-breakpoint
ALTER TABLE `stock` ADD `backordered` integer DEFAULT 0 NOT NULL CONSTRAINT "stock_backordered" CHECK("backordered" >= 0);--> statement-breakpoint
ALTER TABLE `stock` ADD `threshold` integer DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE `stock` ADD `alert` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `stock` ADD `buyer_max` integer;--> statement-breakpoint
ALTER TABLE `stock` ADD `backorder_max` integer;--> statement-breakpoint
ALTER TABLE `stock` ADD `preorder_until` integer;--> statement-breakpoint
ALTER TABLE `stock` ADD `preorder_max` integer;--> statement-breakpoint
CREATE INDEX `stock_alert` ON `stock` (`variant_id`) WHERE alert > 0;--> statement-breakpoint
CREATE INDEX `stock_preorder` ON `stock` (`preorder_until`) WHERE preorder_until is not null;--> statement-breakpoint
ALTER TABLE `stock_transfers` ADD `location_id` text DEFAULT 'loc_defaultlocation' NOT NULL;--> statement-breakpoint
ALTER TABLE `stock_transfers` ADD `to_location_id` text;--> statement-breakpoint
CREATE INDEX `stock_transfers_age` ON `stock_transfers` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `stock_transfers_location` ON `stock_transfers` (`location_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `stock_transfers_to_location` ON `stock_transfers` (`to_location_id`,`created_at`,`id`) WHERE to_location_id is not null;--> statement-breakpoint
CREATE INDEX `stock_transfers_reference` ON `stock_transfers` (`reference`,`created_at`,`id`);--> statement-breakpoint
-- All stock of earlier releases is at the default location.
INSERT INTO `locations` (`id`, `name`, `priority`, `is_active`, `fulfils_online`, `offers_pickup`, `created_at`, `updated_at`)
VALUES ('loc_defaultlocation', 'Default location', 0, 1, 1, 0, cast(unixepoch('subsec') * 1000 as integer), cast(unixepoch('subsec') * 1000 as integer));--> statement-breakpoint
INSERT INTO `stock_levels` (`variant_id`, `location_id`, `available`, `reserved`, `sold`)
SELECT `variant_id`, 'loc_defaultlocation', `available`, `reserved`, `sold` FROM `stock`;--> statement-breakpoint
UPDATE `stock` SET `alert` = CASE WHEN `available` > `threshold` THEN 0 WHEN `available` > 0 THEN 1 ELSE 2 END;--> statement-breakpoint
-- The units that orders hold or bought, without those that came back, and how many of them were shipped.
INSERT INTO `allocations` (`order_id`, `variant_id`, `location_id`, `quantity`, `shipped`, `created_at`)
SELECT `order_id`, `variant_id`, 'loc_defaultlocation', `ordered` - `gone`,
  min(`ordered` - `gone`, max(0, `sent` - max(0, `gone` - `removed`))), `created_at`
FROM (
  SELECT r.`order_id`, r.`variant_id`, r.`quantity` AS `ordered`, r.`created_at`,
    (SELECT coalesce(sum(t.`quantity`), 0) FROM `stock_transfers` t
      WHERE t.`reference` = r.`order_id` AND t.`variant_id` = r.`variant_id` AND t.`from_account` = 'sold') AS `gone`,
    (SELECT coalesce(sum(u.value ->> 'quantity'), 0)
      FROM json_each(o.`after_sale`, '$.shipments') s, json_each(s.value, '$.lines') u, json_each(o.`snapshot`, '$.lines') l
      WHERE l.value ->> 'id' = u.value ->> 'lineId' AND l.value ->> 'variantId' = r.`variant_id`) AS `sent`,
    (SELECT coalesce(sum(m.value), 0)
      FROM json_each(o.`after_sale`, '$.removed') m, json_each(o.`snapshot`, '$.lines') l
      WHERE l.value ->> 'id' = m.key AND l.value ->> 'variantId' = r.`variant_id`) AS `removed`
  FROM `reservations` r JOIN `orders` o ON o.`id` = r.`order_id`
  WHERE r.`state` IN ('held', 'committed'));--> statement-breakpoint
-- Books each transfer into the balances of its locations. Previous Workers name no location: the default one.
CREATE TRIGGER `stock_transfers_book` AFTER INSERT ON `stock_transfers` BEGIN
  INSERT INTO `stock_levels` (`variant_id`, `location_id`)
  VALUES (NEW.`variant_id`, NEW.`location_id`), (NEW.`variant_id`, coalesce(NEW.`to_location_id`, NEW.`location_id`))
  ON CONFLICT DO NOTHING;
  UPDATE `stock_levels` SET
    `available` = `available` - NEW.`quantity` * (NEW.`from_account` = 'available'),
    `reserved` = `reserved` - NEW.`quantity` * (NEW.`from_account` = 'reserved'),
    `sold` = `sold` - NEW.`quantity` * (NEW.`from_account` = 'sold'),
    `in_transit` = `in_transit` - NEW.`quantity` * (NEW.`from_account` = 'in_transit'),
    `backordered` = `backordered` + NEW.`quantity` * (NEW.`from_account` = 'backorder')
  WHERE `variant_id` = NEW.`variant_id` AND `location_id` = NEW.`location_id`;
  UPDATE `stock_levels` SET
    `available` = `available` + NEW.`quantity` * (NEW.`to_account` = 'available'),
    `reserved` = `reserved` + NEW.`quantity` * (NEW.`to_account` = 'reserved'),
    `sold` = `sold` + NEW.`quantity` * (NEW.`to_account` = 'sold'),
    `in_transit` = `in_transit` + NEW.`quantity` * (NEW.`to_account` = 'in_transit'),
    `backordered` = `backordered` - NEW.`quantity` * (NEW.`to_account` = 'backorder')
  WHERE `variant_id` = NEW.`variant_id` AND `location_id` = coalesce(NEW.`to_location_id`, NEW.`location_id`);
END;
