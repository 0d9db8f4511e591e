// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import java.util.Optional;

/**
 * How a feed is doing.
 *
 * @param caughtUp whether the store has had all rows that were in the topics at some moment of the last half minute
 * @param lag records in the topics that are not in the store, at most: transaction markers count, and what lies behind
 *     an open transaction; as of the last time the ends were asked
 * @param stored changes of rows that were written to the store since the feed began
 * @param skipped records that another program wrote
 * @param error why reading does not go on; empty if it does
 * @param running whether the feed goes on by itself, trying again if there is an error
 */
public record FeedState(
        boolean caughtUp, long lag, long stored, long skipped, Optional<String> error, boolean running) {}
