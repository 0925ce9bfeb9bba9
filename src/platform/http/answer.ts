import type { Facts } from '../result.ts';

/** What a handler returns; express is touched only where answers are sent. */
export type Answer =
  | { kind: 'page'; view: string; model: PageModel; status: number; keptFor?: number }
  | { kind: 'seeOther'; path: string; notice?: Notice }
  | { kind: 'file'; file: string; name: string; type: string; inline: boolean }
  | { kind: 'data'; body: string | Uint8Array; type: string; name?: string; status: number; keptFor?: number }
  | { kind: 'invalid'; errors: readonly FieldError[] };

export type PageModel = { title: string } & Record<string, unknown>;

/** A sentence shown once on the next page, by its catalogue key. */
export type Notice = { key: string; facts?: Record<string, string | number> };

/** What is wrong with a form: its field (null for the whole form), the catalogue key of the sentence, its facts. */
export type FieldError = { field: string | null; code: string; facts?: Facts };

/** A page of a view; 200 unless said otherwise. */
export function page(view: string, model: PageModel, status = 200): Answer {
  return { kind: 'page', view, model, status };
}

/** 303 to another page of the same language; the path begins with `/` and bears no language. */
export function seeOther(path: string, notice?: Notice): Answer {
  return notice ? { kind: 'seeOther', path, notice } : { kind: 'seeOther', path };
}

/** Bytes made in memory, as a download where a name is given. */
export function data(type: string, body: string | Uint8Array, name?: string): Answer {
  return name === undefined
    ? { kind: 'data', body, type, status: 200 }
    : { kind: 'data', body, type, name, status: 200 };
}

/** An answer that anybody may keep for some seconds, where a reader without a session asked; nobody keeps another's. */
export function kept(answer: Answer, seconds: number): Answer {
  return answer.kind === 'page' || answer.kind === 'data' ? { ...answer, keptFor: seconds } : answer;
}

/** A stored file, sent as an attachment. */
export function download(file: string, name: string, type: string): Answer {
  return { kind: 'file', file, name, type, inline: false };
}

/** The form has faults: the page is drawn again with what was typed, status 422. */
export function invalid(...errors: FieldError[]): Answer {
  return { kind: 'invalid', errors };
}
