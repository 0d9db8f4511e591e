// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Between which moments an export has read results, while events came in. Whatever has an offset between the two ends,
 * or a minute between the two as-ofs, may be in the results or not; everything else is equal to the facts.
 *
 * @param inputEnds1 ends of the inputs before
 * @param asOf1 the earliest as-of before; empty if the windows have not reported any
 * @param inputEnds2 ends of the inputs after
 * @param asOf2 the latest as-of after
 * @param resultsComplete whether the results had everything before {@code inputEnds1}, and every row that
 *     {@code asOf1} changed
 * @param factsComplete whether the facts reach {@code inputEnds2}, because the pipeline has passed them
 */
public record Cut(
        Map<TopicPartition, Long> inputEnds1,
        Optional<Instant> asOf1,
        Map<TopicPartition, Long> inputEnds2,
        Optional<Instant> asOf2,
        boolean resultsComplete,
        boolean factsComplete) {
    public boolean isComplete() {
        return resultsComplete && factsComplete;
    }
}
