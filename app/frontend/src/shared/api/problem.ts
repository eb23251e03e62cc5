export interface Fault {
  pointer: string;
  code: string;
  detail: string;
}

export interface ProblemBody {
  title: string;
  detail: string;
  code: string;
  errors?: Fault[];
}

/** A refusal of the API (RFC 9457), or the lack of any answer (status 0). */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly code: string;
  readonly faults: readonly Fault[];

  constructor(status: number, body: ProblemBody) {
    super(body.title);
    this.name = 'Problem';
    this.status = status;
    this.title = body.title;
    this.detail = body.detail;
    this.code = body.code;
    this.faults = body.errors ?? [];
  }
}

/** Read a refusal, whatever the server or a proxy before it sent. */
export async function problemOf(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => null);
  return new Problem(answer.status, isProblemBody(body) ? body : nameless(answer));
}

/** Make a problem of anything that was thrown, so that it can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(0, {
    title: 'Something went wrong',
    detail: String(thrown),
    code: 'page',
  });
}

export const unreachable = (): Problem =>
  new Problem(0, {
    title: 'The server does not answer',
    detail: 'Check the connection; nothing was lost, try again.',
    code: 'unreachable',
  });

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'title' in body && 'detail' in body;
}

function nameless(answer: Response): ProblemBody {
  return {
    title: 'The server refused without a reason',
    detail: `${answer.status} ${answer.statusText}`.trim(),
    code: 'nameless',
  };
}
