DROP INDEX `order_terms_term`;--> statement-breakpoint
CREATE INDEX `order_terms_term` ON `order_terms` (`term`,"order_id" desc);