// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.time.Duration;

/**
 * How much of the server its clients may take.
 *
 * @param connections open at once; more wait to be accepted
 * @param questions answered at once
 * @param queueing how long a question waits for its turn
 * @param answering how long a question may take before it is cancelled
 * @param writing how long a client may take to read a message, or the first part of an answer
 * @param asking how long a connection stays open without a request
 * @param streams clients of {@code changes} at once
 * @param telling how often a client of {@code changes} gets a message, at most
 * @param rows of one answer
 */
public record Limits(
        int connections,
        int questions,
        Duration queueing,
        Duration answering,
        Duration writing,
        Duration asking,
        int streams,
        Duration telling,
        int rows) {
    public static final Limits DEFAULT = new Limits(
            1_024,
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            256,
            Duration.ofSeconds(1),
            10_000);

    /** The same with changes told more often or more seldom. */
    public Limits withTelling(Duration pause) {
        return new Limits(connections, questions, queueing, answering, writing, asking, streams, pause, rows);
    }
}
