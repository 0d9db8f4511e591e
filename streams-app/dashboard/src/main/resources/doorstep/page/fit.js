// SPDX-License-Identifier: Apache-2.0
// Makes a view fit on a screen that nobody scrolls.

import { useEffect } from './lib.js';

/** Smaller text could not be read from afar. */
const SMALLEST = 0.6;

/**
 * Draws a view as much smaller as it takes, and shows the rest of one that is still too long in the second half of its
 * time.
 *
 * @param view changes with what is shown
 * @param seconds that it is shown
 */
export function useFit(view, seconds) {
  useEffect(() => {
    const root = document.documentElement;
    let fit = 1;
    const set = factor => {
      fit = factor;
      root.style.setProperty('--fit', String(factor));
    };
    const shrink = () => {
      const excess = root.scrollHeight / root.clientHeight;
      if (excess > 1 && fit > SMALLEST) {
        set(Math.max(SMALLEST, (fit / excess) * 0.99));
      }
    };
    set(1);
    scrollTo(0, 0);
    const observer = new ResizeObserver(shrink);
    observer.observe(document.body);
    const timer = setTimeout(() => scrollTo({ top: root.scrollHeight, behavior: 'smooth' }), seconds * 500);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
      root.style.removeProperty('--fit');
    };
  }, [view]);
}
