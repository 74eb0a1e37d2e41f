/** The error when no answer of the shop arrived: no connection, no time left, or a proxy's own page. */
export interface NoAnswer {
  code: "no_answer";
  title: string;
  detail: string;
  /** The status of an answer that is not the shop's, or 0. */
  status: number;
}

/** What all problem documents have in common (RFC 9457). */
export interface AnyProblem {
  code: string;
  title: string;
  detail?: string;
  status: number;
}

/** The data of a call, or its error. `error.code` tells errors apart. */
export type Result<Data, Problem> =
  | { data: Data; error?: undefined; response: Response }
  | { data?: undefined; error: Problem; response: Response | undefined };

/** An error of the shop, thrown by `unwrap` and by the iteration of a list. */
export class ShopError<Problem extends AnyProblem = AnyProblem> extends Error {
  override readonly name = "ShopError";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail ?? problem.title}`);
    this.problem = problem;
  }
}

/** Returns the data of a result. Throws a `ShopError` if it is an error. */
export const unwrap = <Data, Problem extends AnyProblem>(result: Result<Data, Problem>): Data => {
  if (result.error) throw new ShopError(result.error);
  return result.data as Data;
};

export const noAnswer = (detail: string, status = 0): NoAnswer => ({
  code: "no_answer",
  title: "No answer",
  detail,
  status,
});
