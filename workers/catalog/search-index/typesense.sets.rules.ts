import { queriedWords } from "#catalog/search-index/search-text.rules";
import type { CurationInput, SynonymInput } from "#catalog/search-rules.contract";

/** Returns words as queries are sent, without braces, which mean a placeholder in a curation. */
const wordsOf = (text: string) => queriedWords(text.replace(/[{}]/g, " "));

/** https://typesense.org/docs/30.0/api/synonyms.html */
export const synonymItem = ({ id, root, synonyms }: SynonymInput & { id: string }) => ({
  id,
  ...(root === null ? {} : { root: wordsOf(root) }),
  synonyms: synonyms.map(wordsOf),
});

/** https://typesense.org/docs/30.0/api/curation.html. A filter also applies to pinned products. */
export const curationItem = ({
  id,
  query,
  match,
  pinned,
  hidden,
}: CurationInput & { id: string }) => ({
  id,
  rule: { query: wordsOf(query), match },
  includes: pinned.map((productId, index) => ({ id: productId, position: index + 1 })),
  excludes: hidden.map((productId) => ({ id: productId })),
  filter_curated_hits: true,
  stop_processing: true,
});
