// SPDX-License-Identifier: Apache-2.0
// How wide an element is, so that charts are drawn in its pixels and their text stays legible.

import { useLayoutEffect, useRef, useState } from './lib.js';

export function useWidth(initial = 320) {
  const ref = useRef(null);
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(120, Math.floor(entry.contentRect.width))));
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
