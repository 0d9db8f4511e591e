// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

/** Answers a request. It runs in a thread of the server and stops soon once {@link Ask#onTimeout} was called. */
@FunctionalInterface
public interface Responder {
    /** @throws Problem if there is no answer */
    Reply answer(Ask ask);
}
