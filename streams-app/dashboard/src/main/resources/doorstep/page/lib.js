// SPDX-License-Identifier: Apache-2.0
// The libraries, which index.html loads before this: they are plain scripts, for modules of theirs would need an import
// map, and that would be an inline script.

export const { h, render, Fragment } = globalThis.preact;
export const { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } = globalThis.preactHooks;
export const d3 = globalThis.d3;
