// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Share;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Figures of one unit, value and facet over the dates of a question, or over others that they are compared with.
 *
 * @param row as the topic would have it, with everything that follows from its sums; its window is empty for a range of
 *     dates
 * @param level of service levels, at the end of the dates; empty for other topics, and if no rows add up to it
 */
public record Figures(SpecificRecord row, Optional<Level> level) {
    /** The satisfied share of a score. */
    Share share() {
        return Scores.share(row);
    }
}
