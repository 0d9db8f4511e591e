// SPDX-License-Identifier: Apache-2.0
// Asks the API. The token is kept for this tab and travels in the Authorization header, nowhere else.

import { observable } from './observable.js';

const API = 'api/v1/';
const TOKEN = 'doorstep.token';
const KEPT_ANSWERS = 300;
/** The server answers a few questions at once and refuses what waits too long. */
const AT_ONCE = 3;
const TIMES_BUSY = 4;

/** Why the server wants a token: "missing" or "invalid"; null while it wants none. The page says at once whether it does. */
export const tokenWanted = observable(document.documentElement.dataset.token === 'required' && !hasToken() ? 'missing' : null);

/** What the server answered instead of figures. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || String(status));
    this.status = status;
    this.code = body.code;
    this.missing = body.missing;
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {}

export function hasToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

export function setToken(token) {
  answers.clear();
  sessionStorage.setItem(TOKEN, token);
  tokenWanted.set(null);
}

export function forgetToken() {
  answers.clear();
  sessionStorage.removeItem(TOKEN);
}

export function authorized(headers = {}) {
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? headers : { ...headers, Authorization: `Bearer ${token}` };
}

/** Address of a question. Parameters that are null or empty are left out. */
export function addressOf(path, params = {}) {
  const given = Object.entries(params).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const query = new URLSearchParams(given.sort(([a], [b]) => (a < b ? -1 : 1))).toString();
  return API + path + (query && '?') + query;
}

/** Answers by address, the one that was asked longest ago first. */
const answers = new Map();

/** The last answer, if there was one. */
export function known(url) {
  return answers.get(url)?.answer ?? null;
}

function keep(url, entry) {
  answers.delete(url);
  answers.set(url, entry);
  if (answers.size > KEPT_ANSWERS) {
    answers.delete(answers.keys().next().value);
  }
}

let running = 0;
const waiting = [];

async function turn() {
  if (running < AT_ONCE) {
    running++;
    return;
  }
  await new Promise(resolve => waiting.push(resolve));
}

function endTurn() {
  const next = waiting.shift();
  if (next) {
    next();
  } else {
    running--;
  }
}

/** What an answer stands at is in headers, on 304 too. */
function standing(response) {
  const header = name => response.headers.get(`Doorstep-${name}`);
  return {
    asOf: header('As-Of'),
    asOfNewest: header('As-Of-Newest'),
    updated: header('Updated'),
    unread: header('Unread'),
    beyond: header('Beyond'),
    unsent: header('Unsent'),
    // The server's clock: the browser's may be wrong.
    answered: response.headers.get('Date'),
  };
}

/** The response, or an exception; 304 is a response. */
export async function request(url, headers = {}, options = {}) {
  let response;
  try {
    response = await fetch(url, { ...options, headers: authorized(headers), credentials: 'omit', cache: 'no-store' });
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new Unreachable(e.message);
  }
  if (response.ok || response.status === 304) {
    return response;
  }
  const body = await response.json().catch(() => ({}));
  if (!body.code) {
    throw new Unreachable(`HTTP ${response.status}`); // a reverse proxy says so
  }
  if (response.status === 401) {
    tokenWanted.set(hasToken() ? 'invalid' : 'missing');
  }
  throw new Problem(response.status, body);
}

/** Asks; figures that have not changed are not sent again. Returns the same data object then. */
export async function ask(url) {
  await turn();
  try {
    for (let times = 1; ; times++) {
      try {
        return await asked(url);
      } catch (e) {
        if (!(e instanceof Problem) || e.code !== 'BUSY' || times === TIMES_BUSY) {
          throw e;
        }
        await new Promise(resolve => setTimeout(resolve, 500 * times));
      }
    }
  } finally {
    endTurn();
  }
}

async function asked(url) {
  const kept = answers.get(url);
  const response = await request(url, kept ? { 'If-None-Match': kept.etag } : {});
  const data = response.status === 304 ? kept.answer.data : await response.json();
  const answer = { data, standing: standing(response) };
  const etag = response.headers.get('ETag');
  if (etag) {
    keep(url, { etag, answer });
  }
  return answer;
}

/** What the server says of itself. */
export async function health() {
  try {
    const response = await fetch('health', { headers: authorized(), credentials: 'omit', cache: 'no-store' });
    return await response.json();
  } catch (e) {
    return { status: '–' };
  }
}

/** Saves the answer as a file. */
export async function download(path, params, name) {
  const response = await request(addressOf(`${path}.csv`, params));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
