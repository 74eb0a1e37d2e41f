ALTER TABLE `products` ADD `brand_key` text;--> statement-breakpoint
UPDATE `products` SET `brand_key` = lower(trim(`brand`)) WHERE `brand` IS NOT NULL;--> statement-breakpoint
INSERT INTO `shelves` (`product_id`, `place`, `currency`, `created_at`, `price_minor`, `title_key`, `in_stock`, `rating`)
SELECT s.`product_id`, 'b:' || p.`brand_key`, s.`currency`, s.`created_at`, s.`price_minor`, s.`title_key`, s.`in_stock`, s.`rating`
FROM `shelves` s JOIN `products` p ON p.`id` = s.`product_id`
WHERE s.`place` = '*' AND p.`brand_key` <> '';
