// SPDX-License-Identifier: Apache-2.0
// A value that parts of the page follow.

import { useEffect, useState } from './lib.js';

export function observable(initial) {
  let value = initial;
  const followers = new Set();
  return {
    get: () => value,
    set(next) {
      if (next !== value) {
        value = next;
        [...followers].forEach(follow => follow(value));
      }
    },
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
  };
}

/** Draws the component again whenever the value changes. */
export function useValue(it) {
  const [value, set] = useState(it.get());
  useEffect(() => {
    set(it.get());
    return it.follow(set);
  }, [it]);
  return value;
}
