// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an audit found.
 *
 * @param export number of the last finished export
 * @param asOf the minute up to which facts were counted; empty if there is none yet
 * @param incomplete why results and facts of this export cannot be compared; then nothing was
 * @param families what was compared, by table
 * @param windows whose rows were compared
 * @param notCovered what was not compared, and why
 * @param differences the first ones
 */
public record AuditReport(
        long export,
        Optional<Instant> asOf,
        Optional<String> incomplete,
        List<Family> families,
        List<String> windows,
        List<String> notCovered,
        List<Difference> differences) {
    /**
     * The rows of a table of results.
     *
     * @param equal rows that are what the facts say
     * @param moving rows that may have moved while the export read the results, or that it had just missed
     * @param different rows that differ, are missing, or are too many
     */
    public record Family(String table, long equal, long moving, long different) {
        public long rows() {
            return equal + moving + different;
        }
    }

    public AuditReport {
        families = List.copyOf(families);
        windows = List.copyOf(windows);
        notCovered = List.copyOf(notCovered);
        differences = List.copyOf(differences);
    }

    /** How many rows differ. */
    public long different() {
        return families.stream().mapToLong(Family::different).sum();
    }
}
