// SPDX-License-Identifier: Apache-2.0
// The questions that are on the screen, and their answers. They are asked again when one of their cells changes.

import { addressOf, ask, known, Problem } from './api.js';
import { connection, followChanges } from './changes.js';
import { useEffect, useState } from './lib.js';
import { observable } from './observable.js';
import { isBrokenDown } from './period.js';

/** No question is asked more often than that. */
const LEAST_GAP = 1_000;
const RETRY = 5_000;
const PULSE = 10_000;

/** What the latest answers stand at; null before the first. */
export const pulse = observable(null);
/** Whether a rebuild is under way. */
export const rebuilding = observable(false);

/** Rows of breakdowns are not kept for the dates. */
export class NotKept extends Error {}

/** By address: who looks at it, and what it is about. */
const watched = new Map();

function covers(unit, other) {
  return unit === '*' || unit === other || other.startsWith(`${unit}/`);
}

/** Units of which a change was heard. Another one may be new, and then belongs into every list of units. */
const heard = new Set();

/** Whether an answer may depend on a cell: units below, beside and above take part in comparisons. */
function concerns(question, cell) {
  const { path, params } = question;
  const unit = params.unit ?? '*';
  if ((path === 'units' || params.reach) && !heard.has(cell.unit) && covers(unit, cell.unit)) {
    return true;
  }
  return path.startsWith(cell.topic) && (covers(unit, cell.unit) || covers(cell.unit, unit) || params.reach === 'siblings' || 'against' in params);
}

function publish(question, state) {
  question.state = state;
  question.listeners.forEach(listener => listener(state));
}

async function refresh(question) {
  if (question.asking) {
    question.again = true;
    return;
  }
  question.asking = true;
  question.again = false;
  const began = performance.now();
  try {
    const answer = await ask(question.url);
    note(answer);
    publish(question, { ...answer, problem: null });
  } catch (e) {
    publish(question, { ...question.state, problem: e });
    if (!(e instanceof Problem) || e.status >= 500) {
      setTimeout(() => isWatched(question) && refresh(question), RETRY);
    }
  } finally {
    setTimeout(
      () => {
        question.asking = false;
        if (question.again && isWatched(question)) {
          refresh(question);
        }
      },
      Math.max(0, LEAST_GAP - (performance.now() - began)),
    );
  }
}

function isWatched(question) {
  return watched.get(question.url) === question;
}

function note({ data, standing }) {
  if (standing.asOf) {
    pulse.set(standing);
  }
  if (typeof data.rebuilding === 'boolean') {
    rebuilding.set(data.rebuilding);
  }
}

function refreshAll() {
  watched.forEach(refresh);
}

/** Follows changes, and asks for as-of now and then: it moves on even if nothing changes. */
export function startFollowing(pulseQuestion) {
  const stop = followChanges(
    cells => {
      watched.forEach(question => cells.some(cell => concerns(question, cell)) && refresh(question));
      cells.forEach(cell => heard.add(cell.unit));
    },
    refreshAll,
  );
  const unfollow = connection.follow(state => state === 'connected' && refreshAll());
  const url = addressOf(pulseQuestion.path, pulseQuestion.params);
  const look = () => ask(url).then(note, () => {});
  look();
  const beat = setInterval(look, PULSE);
  return () => {
    stop();
    unfollow();
    clearInterval(beat);
  };
}

function watch(url, path, params, listener) {
  let question = watched.get(url);
  if (!question) {
    question = { url, path, params, listeners: new Set(), state: { ...known(url), problem: null }, asking: false, again: false };
    watched.set(url, question);
    refresh(question);
  }
  question.listeners.add(listener);
  return () => {
    question.listeners.delete(listener);
    if (question.listeners.size === 0) {
      watched.delete(url);
    }
  };
}

/** The same for rows of a breakdown; empty where none are kept for such dates. */
export function useBreakdown(path, params, period) {
  const asked = isBrokenDown(period);
  const answer = useAnswer(asked ? path : null, { ...params, ...period });
  return asked ? answer : { ...answer, problem: new NotKept() };
}

const NOTHING = { data: null, standing: null, problem: null };

/**
 * The answer to a question: {data, standing, problem}; data is null until it is there, and stays while it is asked again.
 *
 * @param path of the question; null = none is asked
 * @param every milliseconds after which it is asked again, for what no change tells of
 */
export function useAnswer(path, params = {}, every = 0) {
  const url = path === null ? null : addressOf(path, params);
  const [held, hold] = useState({ url: null, state: NOTHING });
  useEffect(() => {
    if (url === null) {
      return undefined;
    }
    const unwatch = watch(url, path, params, state => hold({ url, state }));
    hold({ url, state: watched.get(url).state });
    const timer = every ? setInterval(() => watched.has(url) && refresh(watched.get(url)), every) : null;
    return () => {
      clearInterval(timer);
      unwatch();
    };
  }, [url]);
  if (held.url === url && url !== null) {
    return { ...NOTHING, ...held.state };
  }
  return { ...NOTHING, ...(url && known(url)) };
}
