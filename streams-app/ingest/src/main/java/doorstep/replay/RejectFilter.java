// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.avro.Rejected;
import doorstep.decode.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Selects refused records. An empty set selects all.
 *
 * @param topics by full name
 * @param sources codes, or {@link SourceCodes#UNKNOWN}
 * @param since append time of the original record, inclusive
 * @param until exclusive
 */
public record RejectFilter(
        Set<Reason> reasons,
        Set<String> topics,
        Set<Integer> partitions,
        Set<String> sources,
        Optional<Instant> since,
        Optional<Instant> until) {
    public static final RejectFilter ALL =
            new RejectFilter(Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());

    /** Checks everything that the row itself contains; the source is only in the original record. */
    boolean accepts(Rejected row) {
        return (reasons.isEmpty()
                        || reasons.stream().anyMatch(reason -> reason.name().equals(row.getReason())))
                && isIn(topics, row.getTopic())
                && isIn(partitions, row.getPartition())
                && since.filter(row.getAppendedAt()::isBefore).isEmpty()
                && until.filter(it -> !row.getAppendedAt().isBefore(it)).isEmpty();
    }

    private static <T> boolean isIn(Set<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
