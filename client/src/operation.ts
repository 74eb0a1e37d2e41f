import type { Pages } from "./pages.js";
import type { AnyProblem, NoAnswer, Result } from "./result.js";
import type { components, operations } from "./schema.js";

/** What a single call may set beside its arguments. */
export interface RequestOptions {
  /** Aborts the call, also while it waits for a retry. */
  signal?: AbortSignal;
  /** The name of a change. By default each call makes its own, and keeps it over its retries. */
  idempotencyKey?: string;
  /** The ETag that the object must still have; otherwise the error is `precondition_failed`. */
  ifMatch?: string;
  /** The answer of the human check, where the shop requires one. */
  turnstileToken?: string;
}

/** The schemas of the shop by name, such as `Schemas["Product"]`. */
export type Schemas = components["schemas"];

type Name = keyof operations;
type SuccessStatus = 200 | 201 | 202 | 204 | 304;
type ContentOf<Response> = Response extends { content: infer Content }
  ? Content[keyof Content]
  : undefined;
type Responses<N extends Name> = operations[N]["responses"];
type ContentAt<N extends Name, Status extends keyof Responses<N>> = {
  [S in Status]: ContentOf<Responses<N>[S]>;
}[Status];

type DataOf<N extends Name> = ContentAt<N, keyof Responses<N> & Exclude<SuccessStatus, 304>>;
/**
 * The problem documents that an operation can answer with, the one of a renewed session from a page that is no
 * storefront of the shop, and the client's own `no_answer`.
 */
export type ProblemOf<N extends Name> =
  | Extract<ContentAt<N, Exclude<keyof Responses<N>, SuccessStatus>>, AnyProblem>
  | Schemas["CsrfRefusedProblem"]
  | NoAnswer;
/** Every error code of the shop. */
export type ProblemCode = { [N in Name]: ProblemOf<N>["code"] }[Name];

/** A picture is sent as a `Blob`, whose type says which format it has. */
type ValueOf<Content> = keyof Content extends `image/${string}` ? Blob : Content[keyof Content];
export type BodyOf<N extends Name> = operations[N] extends {
  requestBody?: { content: infer Content };
}
  ? ValueOf<Content>
  : never;
export type QueryOf<N extends Name> = NonNullable<operations[N]["parameters"]["query"]>;
export type AnswerOf<N extends Name> = Promise<Result<DataOf<N>, ProblemOf<N>>>;
type ItemOf<Page> = Page extends { data: (infer Item)[] } ? Item : never;
export type PagesOf<N extends Name> = Pages<ItemOf<DataOf<N>>, ProblemOf<N>>;
