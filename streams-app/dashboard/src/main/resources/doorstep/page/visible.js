// SPDX-License-Identifier: Apache-2.0
// Text from outside, with nothing in it that cannot be seen.

/** Characters that turn text around or hide in it; the pipeline refuses them, but a page trusts nobody. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

export function visible(text) {
  return String(text).replace(INVISIBLE, it => `⟨U+${it.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
