// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

/** Answers a request. It runs in a thread of the server and stops soon once {@link Ask#onTimeout} was called. */
@FunctionalInterface
public interface Question {
    /** @throws Problem if there is no answer */
    Answer answer(Ask ask);
}
