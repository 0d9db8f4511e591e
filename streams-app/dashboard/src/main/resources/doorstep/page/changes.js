// SPDX-License-Identifier: Apache-2.0
// Follows the stream of changes. It is read by fetch, for EventSource sends no headers and hence no token.

import { Problem, request } from './api.js';
import { observable } from './observable.js';

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
/** The server sends something every 5 s. */
const SILENCE = 15_000;

/** Whether changes come: "connecting", "connected" or "lost". */
export const connection = observable('connecting');

/**
 * Calls changed(cells) for cells that changed, and reset() if anything may have. Goes on until the returned function is
 * called.
 */
export function followChanges(changed, reset) {
  let lastId = null;
  let pause = FIRST_PAUSE;
  let aborter = null;
  let timer = null;
  let ended = false;
  let suspended = false;

  async function connect() {
    const mine = new AbortController();
    aborter = mine;
    const isOver = () => ended || suspended || mine !== aborter;
    let silence = null;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => mine.abort(), SILENCE);
    };
    try {
      heard();
      const headers = { Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) };
      const response = await request('api/v1/changes', headers, { signal: mine.signal });
      // Whoever comes without an id is not told what changed before.
      const fresh = lastId === null && connection.get() !== 'connecting';
      connection.set('connected');
      if (fresh) {
        reset();
      }
      pause = FIRST_PAUSE;
      await read(response.body, heard);
    } catch (e) {
      if (e instanceof Problem && e.status === 401) {
        return; // goes on with another token, in a new stream
      }
    } finally {
      clearTimeout(silence);
    }
    if (!isOver()) {
      connection.set('lost');
      timer = setTimeout(connect, pause * (0.75 + Math.random() / 2));
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  async function read(body, heard) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      heard();
      text += value;
      const messages = text.split('\n\n');
      text = messages.pop();
      messages.forEach(receive);
    }
  }

  function receive(message) {
    const fields = {};
    message.split('\n').forEach(line => {
      const colon = line.indexOf(':');
      fields[line.slice(0, colon)] = line.slice(colon + 1).trim();
    });
    if (fields.id) {
      lastId = fields.id;
    }
    if (fields.event === 'changes') {
      changed(JSON.parse(fields.data).cells);
    } else if (fields.event === 'reset') {
      reset();
    }
  }

  function retryNow() {
    if (connection.get() === 'lost') {
      clearTimeout(timer);
      pause = FIRST_PAUSE;
      connect();
    }
  }

  // Browsers open six connections to a server, for all tabs together and for pages that they keep for the way back.
  // Who does not look holds none of them.
  function followVisibility() {
    const hidden = document.visibilityState === 'hidden';
    if (hidden === suspended) {
      return;
    }
    suspended = hidden;
    clearTimeout(timer);
    if (hidden) {
      aborter?.abort();
    } else {
      pause = FIRST_PAUSE;
      connect();
    }
  }

  addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', followVisibility);
  followVisibility();
  if (!suspended) {
    connect();
  }
  return () => {
    ended = true;
    removeEventListener('online', retryNow);
    document.removeEventListener('visibilitychange', followVisibility);
    clearTimeout(timer);
    aborter?.abort();
    connection.set('connecting');
  };
}
