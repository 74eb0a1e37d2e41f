CREATE TABLE `search_queries` (
	`day` integer NOT NULL,
	`query` text NOT NULL,
	`hits` integer NOT NULL,
	`misses` integer NOT NULL,
	PRIMARY KEY(`day`, `query`),
	CONSTRAINT "search_queries_counts" CHECK("search_queries"."hits" >= 0 and "search_queries"."misses" >= 0)
);
