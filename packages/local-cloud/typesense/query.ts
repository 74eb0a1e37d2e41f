import { type TokenRules, tokenizer } from "./tokenizer";

/** A parsed `q`. */
export interface Query {
  /** The words to search; `*` alone means all documents. */
  include: string[];
  /** The words or phrases that a document must not contain. */
  exclude: string[][];
  /** The phrases that a document must contain. */
  phrases: string[][];
}

const quoteAtStart = (token: string) => token.startsWith('"') && token.length > 1;
const quoteAtEnd = (token: string) => token.endsWith('"');

/** Creates the parser of `q`: plain words, -excluded ones and "phrases". */
export const queryParser = (rules: TokenRules) => {
  const words = tokenizer(rules).words;
  const raw = tokenizer({ ...rules, symbolsToIndex: [...rules.symbolsToIndex, "-", '"'] }).words;
  const minusIsIndexed = rules.symbolsToIndex.includes("-");

  return (q: string): Query => {
    const query: Query = { include: [], exclude: [], phrases: [] };
    if (q === "*") return { ...query, include: ["*"] };
    let excluding = false;
    let phrase: string[] | undefined;

    const take = (word: string) => {
      if (phrase) phrase.push(word);
      else if (excluding) {
        query.exclude.push([word]);
        excluding = false;
      } else query.include.push(word);
    };
    const endPhrase = () => {
      (excluding ? query.exclude : query.phrases).push(phrase ?? []);
      phrase = undefined;
      excluding = false;
    };

    for (let token of raw(q)) {
      if (!minusIsIndexed && token.startsWith("-")) {
        if (token === "-") continue;
        excluding = true;
        token = token.slice(1);
      }
      if (quoteAtStart(token)) {
        phrase = [];
        token = token.slice(1);
      }
      const ends = quoteAtEnd(token) && phrase !== undefined;
      if (token === '"' && !phrase) phrase = [];
      for (const word of words(token)) take(word);
      if (ends) endPhrase();
    }
    // An opening quote that is never closed has no effect.
    if (phrase) excluding ? query.exclude.push(phrase) : query.include.push(...phrase);
    if (query.include.length === 0) query.include.push("*");
    return query;
  };
};
