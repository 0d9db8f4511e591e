// SPDX-License-Identifier: Apache-2.0
// Asks for a token, once for each tab.

import { setToken } from './api.js';
import { t } from './language.js';
import { h, useEffect } from './lib.js';
import { LanguageChoice } from './frame.js';

export function TokenForm({ invalid }) {
  useEffect(() => {
    document.title = `${t('tokenTitle')} · Doorstep`;
  });
  const submit = event => {
    event.preventDefault();
    setToken(event.currentTarget.elements.token.value.trim());
  };
  return h('main', { class: 'alone', 'data-state': 'token' }, [
    h('p', { class: 'brand' }, 'Doorstep'),
    h('h1', null, t('tokenTitle')),
    h('p', null, t('tokenText')),
    h('form', { class: 'token-form', onSubmit: submit }, [
      h('label', { for: 'token' }, t('tokenLabel')),
      h('input', { id: 'token', name: 'token', type: 'password', required: true, autocomplete: 'off', spellcheck: false, autofocus: true, 'aria-describedby': invalid ? 'token-problem' : undefined }),
      invalid && h('p', { id: 'token-problem', class: 'problem', role: 'alert' }, t('tokenInvalid')),
      h('button', { type: 'submit', class: 'primary' }, t('tokenOpen')),
    ]),
    h('p', { class: 'quiet' }, [t('tokenHint'), ' ', h('code', null, './doorstep token create --help')]),
    h(LanguageChoice),
  ]);
}
