// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import java.util.UUID;

/**
 * How far a partition was read.
 *
 * @param topic id of the topic, which a topic of the same name that was created anew does not have
 * @param next offset of the next record to read
 * @param complete whether the topic was read to its end once, so that no row is missing up to {@code next}
 * @param knownAtMs milliseconds since the epoch: when the records before {@code next} were last known to be all; or when the
 *     last of them was appended; or when the topic began to be read from its start; whichever is latest. A tombstone
 *     behind {@code next} that deletes one of their rows is in the topic for {@code delete.retention.ms} from then on
 */
public record Position(UUID topic, long next, boolean complete, long knownAtMs) {}
