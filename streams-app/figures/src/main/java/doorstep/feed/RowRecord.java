// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record of a result topic.
 *
 * @param value empty: the row is deleted
 * @param asOf the minute that the figures speak of; empty for the worklist, and if another program sent the record
 */
public record RowRecord(String key, Optional<SpecificRecord> value, Optional<Instant> asOf) {}
