import { type FailureKind, ModelFailure } from '../../handlers/model/model.ts';
import { tooLarge } from './bounded-fetch.ts';

/**
 * Every way in which a request fails, told by kind. Of the error itself only its name, status and code are kept: its
 * message quotes the server, and servers quote keys and prompts.
 */
export function failureOf(error: unknown, signal: AbortSignal): ModelFailure {
  if (error instanceof ModelFailure) {
    return error;
  }
  const retryAfter = retryAfterOf(error);
  return new ModelFailure(kindOf(error, signal), {
    cause: new Error(describe(error)),
    ...(retryAfter !== undefined && { retryAfter }),
    ofQuestion: aboutQuestion.has(statusOf(error) ?? 0),
  });
}

const lateNames = new Set(['APIConnectionTimeoutError', 'TimeoutError']);
const tooManyRequests = 429;
const unavailable = 503;
const lateStatuses = new Set([408, 504]);
const firstServerError = 500;
/** Too long for the model, for one; a wrong key or address is told by others. */
const aboutQuestion = new Set([400, 413, 422]);

function kindOf(error: unknown, signal: AbortSignal): FailureKind {
  if (signal.aborted) {
    return nameOf(signal.reason) === 'TimeoutError' ? 'late' : 'cancelled';
  }
  const status = statusOf(error);
  if (status === undefined) {
    return kindByName(nameOf(error));
  }
  if (fieldOf(error, 'code') === 'content_filter') {
    return 'refused';
  }
  if (status === tooManyRequests || (status === unavailable && retryAfterOf(error) !== undefined)) {
    return 'busy';
  }
  if (lateStatuses.has(status)) {
    return 'late';
  }
  return status >= firstServerError ? 'unreachable' : 'rejected';
}

function kindByName(name: string): FailureKind {
  if (name === tooLarge) {
    return 'invalid';
  }
  return lateNames.has(name) ? 'late' : 'unreachable';
}

/** What the server said of a request that it does not take; undefined when it takes requests. */
export function refusalOf(error: unknown): string | undefined {
  const status = statusOf(error);
  const isRefusal = status === 400 || status === 422 || status === 501;
  return isRefusal && error instanceof Error ? error.message : undefined;
}

/** Milliseconds; undefined when the server names none. */
function retryAfterOf(error: unknown): number | undefined {
  const headers = fieldOf(error, 'headers');
  if (!(headers instanceof Headers)) {
    return undefined;
  }
  const exact = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  const seconds = Number.parseFloat(headers.get('retry-after') ?? '');
  const told = Number.isFinite(exact) ? exact : seconds * 1000;
  return Number.isFinite(told) && told >= 0 ? told : undefined;
}

function describe(error: unknown): string {
  const cause = fieldOf(error, 'cause');
  const code = fieldOf(cause, 'code') ?? fieldOf(fieldOf(cause, 'cause'), 'code');
  const known = typeof code === 'string' && errorCode.test(code) ? code : undefined;
  return [nameOf(error), statusOf(error), known].filter((one) => one !== undefined).join(' ');
}

const errorCode = /^[A-Z][A-Z0-9_]{1,40}$/u;

function statusOf(error: unknown): number | undefined {
  const status = fieldOf(error, 'status');
  return typeof status === 'number' ? status : undefined;
}

/** The SDK's errors are all called `Error`; their class tells them apart. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return typeof error;
  }
  return error.name === 'Error' ? error.constructor.name : error.name;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
