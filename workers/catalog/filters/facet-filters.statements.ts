import { type SQL, sql } from "drizzle-orm";
import type { FacetFilter } from "#catalog/filters/facet-filters.rules";
import { searchValues } from "#db/catalog/search.schema";

/** The condition that a row `d` of search documents has one of the values. */
export const hasValue = ({ field, keys }: FacetFilter): SQL => sql`exists (
  select 1 from ${searchValues} v
  where v.document_id = d.id and v.field = ${field}
    and v.key in (select value from json_each(${JSON.stringify(keys)})))`;
