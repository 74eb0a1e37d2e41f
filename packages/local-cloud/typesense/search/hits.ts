import { isString } from "#cloud/typesense/field";
import { type Highlighter, highlight, highlightFields } from "#cloud/typesense/highlight/highlight";
import { type Parameters, splitList } from "#cloud/typesense/parameters";
import { type TextMatch, textMatchInfo, textMatchValue } from "#cloud/typesense/score";
import type { Plan } from "./plan";
import type { Result } from "./result";
import { type Document, leniently, namedFields, type Subject } from "./subject";

/** Returns a function that selects the fields of a document that the caller requested. */
export const projection = (
  subject: Pick<Subject, "fields">,
  {
    include_fields: include,
    exclude_fields: exclude,
  }: Pick<Parameters, "include_fields" | "exclude_fields">,
) => {
  if (include.length === 0 && exclude.length === 0) return (document: Document) => document;
  // A name that is not in the schema may still be in the stored document.
  const expand = (names: readonly string[]) =>
    new Set(
      names.flatMap((name) => [
        name,
        ...(["*", "i*", "id*"].includes(name) ? ["id"] : []),
        ...leniently(true, () => namedFields(subject, name, () => true)).map((each) => each.name),
      ]),
    );
  const included = expand(include);
  const excluded = expand(exclude);
  return (document: Document): Document =>
    Object.fromEntries(
      Object.entries(document).filter(
        ([name]) => (include.length === 0 || included.has(name)) && !excluded.has(name),
      ),
    );
};

/** Returns the fields to highlight: the caller's, or by default those that are both searched and returned. */
const highlightedNames = (subject: Subject, plan: Plan) => {
  const { parameters } = plan;
  const chosen = splitList(parameters.highlight_fields);
  if (chosen.length > 0) {
    return leniently(true, () =>
      chosen.flatMap((name) => leniently(true, () => namedFields(subject, name, isString))),
    ).map(({ name }) => name);
  }
  const { include_fields: include, exclude_fields: exclude } = parameters;
  return parameters.query_by
    .flatMap((name) => leniently(true, () => namedFields(subject, name, isString)))
    .map(({ name }) => name)
    .filter((name) => !exclude.includes(name) && (include.length === 0 || include.includes(name)));
};

const highlighterOf = (subject: Subject, plan: Plan, result: Result): Highlighter => {
  const { parameters } = plan;
  const { index } = subject;
  const typed = index.tokenizer.words(parameters.q);
  const marks = !plan.wildcard && typed.length > 0;
  const full = new Set(splitList(parameters.highlight_full_fields));
  return {
    index,
    fields: marks
      ? highlightFields(index, highlightedNames(subject, plan), full, result.matched)
      : [],
    prefixLength: typed.at(-1)?.length ?? 0,
    style: {
      startTag: parameters.highlight_start_tag,
      endTag: parameters.highlight_end_tag,
      affixWords: parameters.highlight_affix_num_tokens,
      snippetWords: parameters.snippet_threshold,
    },
  };
};

/** Returns a function that describes a text match. Consecutive equal matches share the description. */
const matchDescriber = (plan: Plan) => {
  const type = plan.parameters.text_match_type;
  let previous: { high: number; low: number; answer: object } | undefined;
  return (match: TextMatch) => {
    if (previous?.high !== match.high || previous.low !== match.low) {
      const answer = {
        text_match: Number(textMatchValue(match, type)),
        text_match_info: textMatchInfo(match, type, plan.query.include.length),
      };
      previous = { ...match, answer };
    }
    return previous.answer;
  };
};

/** Returns a function that creates a hit: selected fields, highlights and text match. */
export const hitWriter = (subject: Subject, plan: Plan, result: Result) => {
  const { enable_highlight_v1: listed } = plan.parameters;
  const highlighter = highlighterOf(subject, plan, result);
  const project = projection(subject, plan.parameters);
  const describeMatch = matchDescriber(plan);
  const withMatch = plan.sort.some(({ by }) => by === "text match");

  return (id: number, match: TextMatch | "curated") => {
    const document = subject.document(id);
    const marked = highlight(highlighter, id, document);
    const hit = { document: project(document), highlight: marked.highlight };
    return Object.assign(
      hit,
      listed ? { highlights: marked.highlights } : undefined,
      match === "curated" ? { curated: true } : undefined,
      match !== "curated" && withMatch ? describeMatch(match) : undefined,
    );
  };
};
